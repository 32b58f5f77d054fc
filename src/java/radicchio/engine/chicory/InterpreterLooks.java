package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;

/**
 * What comes before each instruction of an interpreter: a look at the deadline from time to time, since it looks itself
 * only at calls and at some branches, and the {@link BulkBounds}.
 */
final class InterpreterLooks implements ExecutionListener {
  /** As bytes: a thousand instructions and some make a look. */
  private static final int INSTRUCTION = 4096;

  private final WorkMeter meter;
  private Instance instance;

  InterpreterLooks(WorkMeter meter) {
    this.meter = meter;
  }

  /** The instance whose instructions they are, which is made after the listener. */
  void attach(Instance made) {
    instance = made;
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    meter.count(INSTRUCTION);
    switch (instruction.opcode()) {
      case TABLE_FILL ->
          BulkBounds.tableFill(at(stack, 3), 0, at(stack, 1), operand(instruction, 0), instance);
      case TABLE_COPY ->
          BulkBounds.tableCopy(
              at(stack, 3),
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      case TABLE_INIT ->
          BulkBounds.tableInit(
              at(stack, 3),
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      case ARRAY_NEW -> BulkBounds.arrayNew(0, at(stack, 1), operand(instruction, 0), instance);
      case ARRAY_NEW_DEFAULT ->
          BulkBounds.arrayNewDefault(at(stack, 1), operand(instruction, 0), instance);
      case ARRAY_NEW_DATA ->
          BulkBounds.arrayNewData(
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      case ARRAY_NEW_ELEM ->
          BulkBounds.arrayNewElem(
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      case ARRAY_FILL ->
          BulkBounds.arrayFill(
              at(stack, 4), at(stack, 3), 0, at(stack, 1), operand(instruction, 0), instance);
      case ARRAY_COPY ->
          BulkBounds.arrayCopy(
              at(stack, 5), at(stack, 4), at(stack, 3), at(stack, 2), at(stack, 1), instance);
      case ARRAY_INIT_DATA ->
          BulkBounds.arrayInitData(
              at(stack, 4),
              at(stack, 3),
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      case ARRAY_INIT_ELEM ->
          BulkBounds.arrayInitElem(
              at(stack, 4),
              at(stack, 3),
              at(stack, 2),
              at(stack, 1),
              operand(instruction, 0),
              operand(instruction, 1),
              instance);
      default -> {}
    }
  }

  /** An i32 or a reference on the stack, whose uppermost value is the first. */
  private static int at(MStack stack, int place) {
    return (int) stack.array()[stack.size() - place];
  }

  private static int operand(Instruction instruction, int index) {
    return (int) instruction.operand(index);
  }
}
