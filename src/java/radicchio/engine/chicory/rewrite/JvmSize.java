package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;

/** About how many bytes of JVM code the engine's compiler makes of an instruction. */
final class JvmSize {
  /** More for each result of a call, where there are several. */
  static final int UNBOXED = 7;

  private static final int INVOKED = 3;
  private static final int MEMORY_ACCESS = 9;
  private static final int CALL = 12;
  private static final int TURN = 16;
  private static final int GLOBAL_ACCESS = 9;

  private JvmSize() {}

  static int of(Instruction instruction) {
    OpCode op = instruction.opcode();
    int code = op.opcode();
    if (code >= OpCode.I32_LOAD.opcode() && code <= OpCode.I64_STORE32.opcode()) {
      return MEMORY_ACCESS;
    }
    return switch (op) {
      case BLOCK, END, NOP -> 0;
      case LOOP -> TURN;
      case LOCAL_GET, LOCAL_SET -> instruction.operand(0) < 4 ? 1 : 2;
      case LOCAL_TEE -> 3;
      case I32_CONST -> constant(instruction.operand(0));
      case I64_CONST, F32_CONST, F64_CONST -> 3;
      case DROP, ELSE, BR, RETURN -> INVOKED;
      case IF, BR_IF -> 4;
      case BR_TABLE -> 16 + 4 * instruction.operandCount();
      case CALL -> CALL;
      case CALL_INDIRECT -> CALL + 4;
      case GLOBAL_GET, GLOBAL_SET -> GLOBAL_ACCESS;
      case SELECT, SELECT_T -> 8;
      case I32_ADD,
          I32_SUB,
          I32_MUL,
          I32_AND,
          I32_OR,
          I32_XOR,
          I32_SHL,
          I32_SHR_S,
          I32_SHR_U,
          I64_ADD,
          I64_SUB,
          I64_MUL,
          I64_AND,
          I64_OR,
          I64_XOR,
          I32_WRAP_I64,
          I64_EXTEND_I32_S ->
          1;
      case MEMORY_SIZE,
          MEMORY_GROW,
          MEMORY_COPY,
          MEMORY_FILL,
          MEMORY_INIT,
          DATA_DROP,
          TABLE_GET,
          TABLE_SET,
          TABLE_INIT,
          TABLE_COPY,
          TABLE_FILL,
          TABLE_GROW,
          TABLE_SIZE,
          ELEM_DROP,
          THROW ->
          CALL;
      case TRY_TABLE -> 40;
      default -> INVOKED;
    };
  }

  private static int constant(long value) {
    if (value >= -1 && value <= 5) {
      return 1;
    }
    return value == (byte) value ? 2 : 3;
  }
}
