package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;

/** Stops an interpreter whose call may not go on: it looks itself only at calls and at some branches. */
final class InterpreterLooks implements ExecutionListener {
  /** As bytes: a thousand instructions and some make a look. */
  private static final int INSTRUCTION = 4096;

  private final WorkMeter meter;

  InterpreterLooks(WorkMeter meter) {
    this.meter = meter;
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    meter.count(switch (instruction.opcode()) {
      case ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_DATA, ARRAY_NEW_ELEM, ARRAY_FILL, ARRAY_COPY, ARRAY_INIT_DATA,
          ARRAY_INIT_ELEM -> WorkMeter.EVERY;
      default -> INSTRUCTION;
    });
  }
}
