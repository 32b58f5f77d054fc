package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.CatchOpCode;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The blocks of a function, and how high its operand stack is. Instructions are named by their places; a block by
 * that of the instruction that opens it, the function's own by {@link #FUNCTION}.
 */
final class StackShape {
  static final int FUNCTION = -1;
  static final long EMPTY_TYPE = 0x40;
  private static final int NONE = -1;
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
  private final int[] ends;
  private final int[] elses;
  private final int[] heights;
  private final int[] sizes;
  private boolean understood = true;

  private StackShape(Code code, Types types) {
    this.code = code;
    this.types = types;
    int length = code.instructions().size();
    this.blocks = new int[length];
    this.ends = new int[length];
    this.elses = new int[length];
    this.heights = new int[length];
    this.sizes = new int[length + 1];
  }

  /** Empty where the function has types or instructions that are not understood here. */
  static Optional<StackShape> of(Code code, Types types) {
    StackShape shape = new StackShape(code, types);
    shape.walk();
    return shape.understood ? Optional.of(shape) : Optional.empty();
  }

  private record Open(int block, int base, FunctionType type) {}

  private void walk() {
    for (int i = 0; i < code.localCount(); i++) {
      understood &= isNumber(code.local(i));
    }
    Arrays.fill(elses, NONE);
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(FUNCTION, 0, FunctionType.of(List.of(), code.type().returns())));
    int height = 0;
    boolean goesOn = true;
    for (int i = 0; i < code.instructions().size() && understood; i++) {
      Instruction instruction = code.instructions().get(i);
      OpCode op = instruction.opcode();
      sizes[i + 1] = sizes[i] + size(instruction, types);
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
        elses[open.element().block()] = i;
        height = open.element().base() + open.element().type().params().size();
      } else if (op == OpCode.END) {
        Open ended = open.pop();
        if (ended.block() != FUNCTION) {
          ends[ended.block()] = i;
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

  /** About how many bytes of JVM code a function becomes. */
  static int size(Code code, Types types) {
    int size = 0;
    for (Instruction i : code.instructions()) {
      size += size(i, types);
    }
    return size;
  }

  /** Of several results of a call the engine makes an array. */
  private static int size(Instruction instruction, Types types) {
    int size = JvmSize.of(instruction);
    if (instruction.opcode() != OpCode.CALL) {
      return size;
    }
    int results = types.function((int) instruction.operand(0)).returns().size();
    return results > 1 ? size + JvmSize.UNBOXED * results : size;
  }

  Code code() {
    return code;
  }

  OpCode opcode(int at) {
    return code.instructions().get(at).opcode();
  }

  /** The block that an instruction is in; of one that opens a block the outer one, of an {@code end} its own. */
  int block(int at) {
    return blocks[at];
  }

  /** Where a block ends. */
  int end(int block) {
    return block == FUNCTION ? code.instructions().size() - 1 : ends[block];
  }

  /** The {@code else} of an {@code if}, if it has one. */
  Optional<Integer> otherwise(int block) {
    return elses[block] == NONE ? Optional.empty() : Optional.of(elses[block]);
  }

  /** Whether the block has put nothing on the operand stack, before this instruction. */
  boolean isClear(int at) {
    return heights[at] == 0;
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

  /** Whether control may come to this instruction from the one before it. */
  boolean isReached(int at) {
    return heights[at] != UNKNOWN_HEIGHT;
  }

  /** About how many bytes of JVM code they become. */
  int size(int from, int to) {
    return sizes[to] - sizes[from];
  }

  /** The types of the values that a branch to a block takes along. */
  List<ValType> values(int block) {
    if (block == FUNCTION) {
      return code.type().returns();
    }
    FunctionType type = blockType(code.instructions().get(block));
    return opcode(block) == OpCode.LOOP ? type.params() : type.returns();
  }

  /** The blocks that a branch leads to, a return, or the handlers of a {@code try_table}. */
  List<Integer> targets(int at) {
    Instruction instruction = code.instructions().get(at);
    return switch (instruction.opcode()) {
      case BR, BR_IF -> List.of(target(at, instruction.operand(0)));
      case BR_TABLE ->
          Arrays.stream(instruction.operands()).mapToObj(label -> target(at, label)).toList();
      case TRY_TABLE ->
          CatchOpCode.allLabels(instruction.operands()).stream()
              .map(label -> target(at, label))
              .toList();
      case RETURN -> List.of(FUNCTION);
      default -> List.of();
    };
  }

  private int target(int at, long label) {
    int target = block(at);
    for (long left = label; left > 0; left--) {
      target = block(target);
    }
    return target;
  }

  /**
   * Where the operand stack is clear between {@code from}, the first instruction of a block or of one of its arms,
   * and {@code to}, the {@code else} or {@code end} after it: what lies between two such places takes nothing from
   * the operand stack, and leaves nothing there.
   */
  int[] statements(int from, int to) {
    return IntStream.iterate(
            from, at -> at <= to, at -> Code.opens(opcode(at)) ? ends[at] + 1 : at + 1)
        .filter(at -> isClear(at) || at == to && !isReached(at))
        .toArray();
  }
}
