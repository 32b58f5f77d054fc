package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.wasm.types.Instruction;
import radicchio.engine.limits.WorkMeter;

/**
 * Runs before each instruction of an interpreter: checks the deadline from time to time, because the interpreter checks only at calls
 * and at some branches; the {@link BulkBounds}, the {@link
 * PiecewiseInstructions} and the {@link NumericInstructions}.
 */
public final class InterpreterLooks implements ExecutionListener {
  /** The cost of an instruction in bytes: a thousand instructions and some lead to a check. */
  private static final int INSTRUCTION = 4096;

  /** An array of at most this many elements takes no longer than other instructions. */
  private static final int SMALL = 256;

  private final WorkMeter meter;
  private Instance instance;

  /** The replacement of the last instruction's result; null for most. */
  private Made made;

  public InterpreterLooks(WorkMeter meter) {
    this.meter = meter;
  }

  /** Sets the instance, which is made after the listener. */
  public void attach(Instance made) {
    instance = made;
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    meter.count(INSTRUCTION);
    if (made != null) {
      made.answer(stack);
      made = null;
    }
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
      case MEMORY_COPY -> memoryCopy(instruction, stack);
      case ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_DATA, ARRAY_NEW_ELEM ->
          newArray(instruction, stack);
      case ARRAY_FILL -> {
        PiecewiseInstructions.arrayFill(
            at(stack, 4),
            at(stack, 3),
            stack.array()[stack.size() - 2],
            at(stack, 1),
            operand(instruction, 0),
            instance);
        done(stack);
      }
      case ARRAY_COPY -> {
        PiecewiseInstructions.arrayCopy(
            at(stack, 5), at(stack, 4), at(stack, 3), at(stack, 2), at(stack, 1), instance);
        done(stack);
      }
      case ARRAY_INIT_DATA -> {
        PiecewiseInstructions.arrayInitData(
            at(stack, 4),
            at(stack, 3),
            at(stack, 2),
            at(stack, 1),
            operand(instruction, 0),
            operand(instruction, 1),
            instance);
        done(stack);
      }
      case ARRAY_INIT_ELEM -> {
        PiecewiseInstructions.initElem(
            at(stack, 4),
            at(stack, 3),
            at(stack, 2),
            at(stack, 1),
            operand(instruction, 1),
            instance);
        done(stack);
      }
      case F32_ABS -> replaceTop(stack, top(stack) & Integer.MAX_VALUE);
      case F64_ABS -> replaceTop(stack, top(stack) & Long.MAX_VALUE);
      case F32_CONVERT_I64_U -> replaceTop(stack, NumericInstructions.roundedToF32(top(stack)));
      case F64_CONVERT_I64_U -> replaceTop(stack, NumericInstructions.roundedToF64(top(stack)));
      default -> {}
    }
  }

  private static long top(MStack stack) {
    return stack.array()[stack.size() - 1];
  }

  private static void replaceTop(MStack stack, long value) {
    stack.array()[stack.size() - 1] = value;
  }

  private void memoryCopy(Instruction instruction, MStack stack) {
    int target = operand(instruction, 0);
    int source = operand(instruction, 1);
    if (target != source) {
      PiecewiseInstructions.memoryCopy(
          at(stack, 3),
          at(stack, 2),
          at(stack, 1),
          instance.memory(target),
          instance.memory(source));
      done(stack);
    }
  }

  /**
   * Makes an array that is not small: the engine makes one without elements, which is replaced before the next instruction.
   */
  private void newArray(Instruction instruction, MStack stack) {
    int length = at(stack, 1);
    int type = operand(instruction, 0);
    boolean small = length >= 0 && length <= SMALL;
    switch (instruction.opcode()) {
      case ARRAY_NEW -> {
        if (!small) {
          long value = stack.array()[stack.size() - 2];
          made(PiecewiseInstructions.arrayNew(value, length, type, instance), 2, stack);
        }
      }
      case ARRAY_NEW_DEFAULT -> {
        if (!small) {
          made(PiecewiseInstructions.arrayNewDefault(length, type, instance), 1, stack);
        }
      }
      case ARRAY_NEW_DATA -> {
        int offset = at(stack, 2);
        int data = operand(instruction, 1);
        if (small) {
          BulkBounds.requireData(offset, length, type, data, instance);
        } else {
          int array = PiecewiseInstructions.arrayNewData(offset, length, type, data, instance);
          made(array, 2, stack);
        }
      }
      default -> {
        int offset = at(stack, 2);
        int element = operand(instruction, 1);
        if (small) {
          BulkBounds.requireElements(offset, length, element, instance);
        } else {
          int array = PiecewiseInstructions.newElem(offset, length, type, element, instance);
          made(array, 2, stack);
        }
      }
    }
  }

  /** Marks the instruction as done here: the engine executes it with a length of zero. */
  private static void done(MStack stack) {
    stack.array()[stack.size() - 1] = 0;
  }

  /** @param operands the number of operands of the instruction */
  private void made(int array, int operands, MStack stack) {
    made = new Made(array, stack, stack.size() - operands + 1);
    done(stack);
  }

  /** An array that the next instruction finds as the uppermost of so many values. */
  private record Made(int array, MStack on, int size) {
    void answer(MStack stack) {
      if (stack == on && stack.size() == size) {
        stack.array()[size - 1] = array;
      }
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
