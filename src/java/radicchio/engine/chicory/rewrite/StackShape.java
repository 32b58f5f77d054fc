package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of a function, and how high its operand stack is. Instructions are named by their places; a block by
 * that of the instruction that opens it, the function's own by {@link #FUNCTION}.
 */
final class StackShape {
  static final int FUNCTION = -1;
  static final long EMPTY_TYPE = 0x40;
  private static final int UNKNOWN_HEIGHT = -1;
  private static final int DEEPEST = 2_000;

  /** What the types of blocks, calls and functions mean. */
  interface Types {
    FunctionType type(int index);

    FunctionType function(int index);
  }

  private final Code code;
  private final Types types;
  private final int[] blocks;
  private final int[] heights;
  private boolean understood = true;

  private StackShape(Code code, Types types) {
    this.code = code;
    this.types = types;
    int length = code.instructions().size();
    this.blocks = new int[length];
    this.heights = new int[length];
  }

  /** Empty where the function has types or instructions that are not understood here. */
  static Optional<StackShape> of(Code code, Types types) {
    StackShape shape = new StackShape(code, types);
    shape.walk();
    return shape.understood ? Optional.of(shape) : Optional.empty();
  }

  private record Open(int block, int base, FunctionType type) {}

  private void walk() {
    understood =
        code.type().params().stream().allMatch(StackShape::isNumber)
            && code.locals().stream().allMatch(StackShape::isNumber);
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(FUNCTION, 0, FunctionType.of(List.of(), code.type().returns())));
    int height = 0;
    boolean goesOn = true;
    for (int i = 0; i < code.instructions().size() && understood; i++) {
      Instruction instruction = code.instructions().get(i);
      OpCode op = instruction.opcode();
      blocks[i] = open.element().block();
      heights[i] = goesOn ? height - open.element().base() : UNKNOWN_HEIGHT;
      goesOn = !Code.neverGoesOn(op);
      if (Code.opens(op)) {
        FunctionType type = blockType(instruction);
        height -= type.params().size() + (op == OpCode.IF ? 1 : 0);
        open.push(new Open(i, height, type));
        height += type.params().size();
        understood &= open.size() < DEEPEST;
      } else if (op == OpCode.ELSE) {
        height = open.element().base() + open.element().type().params().size();
      } else if (op == OpCode.END) {
        Open ended = open.pop();
        if (ended.block() != FUNCTION) {
          blocks[i] = ended.block();
        }
        height = ended.base() + ended.type().returns().size();
      } else if (goesOn) {
        height += change(instruction);
      }
    }
  }

  private int change(Instruction instruction) {
    switch (instruction.opcode()) {
      case BR_IF -> {
        return -1;
      }
      case CALL -> {
        return change(types.function((int) instruction.operand(0)));
      }
      case CALL_INDIRECT -> {
        return change(types.type((int) instruction.operand(0))) - 1;
      }
      default -> {
        understood &= StackEffect.isKnown(instruction.opcode());
        return StackEffect.change(instruction.opcode());
      }
    }
  }

  private static int change(FunctionType type) {
    return type.returns().size() - type.params().size();
  }

  private FunctionType blockType(Instruction block) {
    long type = block.operand(0);
    if (type == EMPTY_TYPE) {
      return FunctionType.empty();
    }
    if (ValType.isValid(type)) {
      ValType value = ValType.builder().fromId(type).build();
      understood &= isNumber(value);
      return FunctionType.returning(value);
    }
    return types.type((int) type);
  }

  static boolean isNumber(ValType type) {
    return switch (type.opcode()) {
      case ValType.ID.I32, ValType.ID.I64, ValType.ID.F32, ValType.ID.F64 -> true;
      default -> false;
    };
  }

  OpCode opcode(int at) {
    return code.instructions().get(at).opcode();
  }

  /** The block that an instruction is in; of one that opens a block the outer one, of an {@code end} its own. */
  int block(int at) {
    return blocks[at];
  }

  /** Whether the operand stack of the whole function has just so many values, before this instruction. */
  boolean holdsOnly(int at, int values) {
    if (heights[at] != values) {
      return false;
    }
    for (int block = block(at); block != FUNCTION; block = block(block)) {
      int taken =
          blockType(code.instructions().get(block)).params().size()
              + (opcode(block) == OpCode.IF ? 1 : 0);
      if (heights[block] != taken) {
        return false;
      }
    }
    return true;
  }
}
