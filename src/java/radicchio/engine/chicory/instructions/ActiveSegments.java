package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.PassiveElement;
import java.util.List;
import radicchio.engine.limits.WorkMeter;

/**
 * The active segments of an instance, in the module's order, as in the core specification ("Instantiation"): each is copied as a
 * whole or traps, and is dropped. The engine itself treats offsets as signed, and processes all segments for each memory.
 */
public final class ActiveSegments {
  private final Instance instance;
  private final WorkMeter meter;

  public ActiveSegments(Instance instance, WorkMeter meter) {
    this.instance = instance;
    this.meter = meter;
  }

  /** Called before the engine initialises the instance: removes the segments that {@link #copy} copies. */
  public void takeElements() {
    for (int i = 0; i < instance.elementCount(); i++) {
      Element element = instance.element(i);
      if (!(element instanceof PassiveElement)) {
        instance.setElement(i, new PassiveElement(element.type(), List.of()));
      }
    }
  }

  /** Called after the engine initialised the instance, when globals have their values. */
  public void copy() {
    for (Element element : instance.module().elementSection().elements()) {
      meter.count(WorkMeter.LITTLE);
      if (element instanceof ActiveElement active) {
        copy(active);
      }
    }
    DataSegment[] data = instance.module().dataSection().dataSegments();
    for (int i = 0; i < data.length; i++) {
      meter.count(WorkMeter.LITTLE);
      if (data[i] instanceof ActiveDataSegment active) {
        byte[] bytes = active.data();
        int offset = value(active.offsetInstructions());
        ModuleMemory memory = (ModuleMemory) instance.memory((int) active.index());
        if (BulkBounds.outside(offset, bytes.length, memory.size())) {
          throw new UninstantiableException("out of bounds memory access");
        }
        memory.write(offset, bytes, 0, bytes.length);
        instance.dropDataSegment(i);
      }
    }
  }

  private void copy(ActiveElement active) {
    TableInstance table = instance.table(active.tableIndex());
    int offset = value(active.offset());
    List<List<Instruction>> values = active.initializers();
    if (BulkBounds.outside(offset, values.size(), table.size())) {
      throw new UninstantiableException("out of bounds table access");
    }
    for (int i = 0; i < values.size(); i++) {
      table.setRef(offset + i, value(values.get(i)), null);
    }
  }

  private int value(List<Instruction> constant) {
    return OpcodeImpl.boxForTable(
        ConstantEvaluators.computeConstantValue(instance, constant)[0], instance);
  }
}
