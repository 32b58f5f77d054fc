package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.OpCode;

/**
 * How many values an instruction takes from the operand stack and puts there, where its opcode alone says it; see
 * the Core specification, "Instructions".
 */
final class StackEffect {
  private static final int UNKNOWN = Integer.MIN_VALUE;

  private StackEffect() {}

  /** Whether {@link #change} is known of it. */
  static boolean isKnown(OpCode op) {
    return change(op) != UNKNOWN;
  }

  /** Values put minus values taken. */
  static int change(OpCode op) {
    int code = op.opcode();
    if (code >= OpCode.I32_LOAD.opcode() && code <= OpCode.I64_LOAD32_U.opcode()) {
      return 0;
    }
    if (code >= OpCode.I32_STORE.opcode() && code <= OpCode.I64_STORE32.opcode()) {
      return -2;
    }
    if (code >= OpCode.I32_EQZ.opcode() && code <= OpCode.I64_EXTEND_32_S.opcode()) {
      return isUnary(code) ? 0 : -1;
    }
    if (code >= OpCode.I32_TRUNC_SAT_F32_S.opcode()
        && code <= OpCode.I64_TRUNC_SAT_F64_U.opcode()) {
      return 0;
    }
    return switch (op) {
      case NOP, DATA_DROP, ELEM_DROP, LOCAL_TEE, MEMORY_GROW, TABLE_GET, REF_IS_NULL -> 0;
      case I32_CONST,
          I64_CONST,
          F32_CONST,
          F64_CONST,
          LOCAL_GET,
          GLOBAL_GET,
          MEMORY_SIZE,
          TABLE_SIZE,
          REF_NULL,
          REF_FUNC ->
          1;
      case DROP, LOCAL_SET, GLOBAL_SET, TABLE_GROW -> -1;
      case SELECT, SELECT_T, TABLE_SET -> -2;
      case MEMORY_INIT, MEMORY_COPY, MEMORY_FILL, TABLE_INIT, TABLE_COPY, TABLE_FILL -> -3;
      default -> UNKNOWN;
    };
  }

  /** Of the numeric instructions, from {@code i32.eqz} to {@code i64.extend32_s}. */
  private static boolean isUnary(int code) {
    return code == OpCode.I32_EQZ.opcode()
        || code == OpCode.I64_EQZ.opcode()
        || isBetween(code, OpCode.I32_CLZ, OpCode.I32_POPCNT)
        || isBetween(code, OpCode.I64_CLZ, OpCode.I64_POPCNT)
        || isBetween(code, OpCode.F32_ABS, OpCode.F32_SQRT)
        || isBetween(code, OpCode.F64_ABS, OpCode.F64_SQRT)
        || code >= OpCode.I32_WRAP_I64.opcode();
  }

  private static boolean isBetween(int code, OpCode first, OpCode last) {
    return code >= first.opcode() && code <= last.opcode();
  }
}
