package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.Memory;

/** An imported memory, which the instance sees through a view of its own. */
final class ImportedMemory extends ImportMemory {
  private final ModuleMemory view;

  ImportedMemory(String module, String name, StoreMemory memory) {
    super(module, name, memory.bytes());
    this.view = new ModuleMemory(memory);
  }

  @Override
  public Memory memory() {
    return view;
  }
}
