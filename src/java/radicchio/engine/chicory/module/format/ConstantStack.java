package radicchio.engine.chicory.module.format;

import com.dylibso.chicory.wasm.types.OpCode;

/**
 * The operands of a constant expression by their kinds, which the engine's validator does not check: {@code i},
 * {@code l}, {@code f} and {@code d} for numbers, {@code r} for references; see the Core specification, "Constant
 * Expressions".
 */
final class ConstantStack {
  private final StringBuilder kinds = new StringBuilder();

  /** Pops and pushes the operands of an instruction. */
  void after(int at, OpCode op, TypeSpace.Type type, long operand) {
    switch (op) {
      case I32_CONST -> kinds.append('i');
      case I64_CONST -> kinds.append('l');
      case F32_CONST -> kinds.append('f');
      case F64_CONST -> kinds.append('d');
      case V128_CONST -> kinds.append(TypeSpace.VECTOR);
      case REF_NULL, REF_FUNC -> kinds.append('r');
      case GLOBAL_GET -> kinds.append((char) operand);
      case I32_ADD, I32_SUB, I32_MUL -> replace(at, "ii", 'i');
      case I64_ADD, I64_SUB, I64_MUL -> replace(at, "ll", 'l');
      case REF_I31 -> replace(at, "i", 'r');
      case ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> replace(at, "r", 'r');
      case STRUCT_NEW -> replace(at, type.kinds(), 'r');
      case STRUCT_NEW_DEFAULT -> kinds.append('r');
      case ARRAY_NEW -> replace(at, type.kinds() + 'i', 'r');
      case ARRAY_NEW_DEFAULT -> replace(at, "i", 'r');
      case ARRAY_NEW_FIXED -> {
        if (operand > kinds.length()) {
          throw Rule.invalid(at, "type mismatch in a constant expression");
        }
        replace(at, type.kinds().repeat((int) operand), 'r');
      }
      case END -> {
        if (kinds.length() != 1) {
          throw Rule.invalid(
              at, "type mismatch: a constant expression leaves " + kinds.length() + " values");
        }
      }
      default -> throw Rule.invalid(at, "constant expression required, got " + op);
    }
  }

  private void replace(int at, String taken, char put) {
    int left = kinds.length() - taken.length();
    if (left < 0 || !kinds.substring(left).equals(taken)) {
      throw Rule.invalid(at, "type mismatch in a constant expression");
    }
    kinds.setLength(left);
    kinds.append(put);
  }
}
