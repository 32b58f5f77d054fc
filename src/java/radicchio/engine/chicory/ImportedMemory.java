package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.Memory;

/**
 * An imported memory. While the instance is initialised it sees the memory through a view, so that the engine
 * leaves the segments of others alone; afterwards only an instance that reads its segments goes on doing so.
 */
final class ImportedMemory extends ImportMemory {
  private Memory seen;

  ImportedMemory(String module, String name, StoreMemory memory) {
    super(module, name, memory.bytes());
    this.seen = new MemoryView(memory.bytes());
  }

  void see(Memory memory) {
    seen = memory;
  }

  @Override
  public Memory memory() {
    return seen;
  }
}
