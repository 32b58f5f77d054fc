package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;

/** The types of the values that an instruction takes from the operand stack and puts there. */
final class OperandTypes {
  private OperandTypes() {}

  /** Changes the stack as an instruction does that is not a block's. Returns false if its types are not known here. */
  static boolean apply(Instruction i, Code code, ModuleDraft draft, List<ValType> stack) {
    switch (i.opcode()) {
      case CALL -> call(draft.function((int) i.operand(0)), stack);
      case CALL_INDIRECT -> {
        pop(1, stack);
        call(draft.type((int) i.operand(0)), stack);
      }
      case BR_IF -> pop(1, stack);
      case LOCAL_GET -> stack.add(code.local((int) i.operand(0)));
      case GLOBAL_GET -> stack.add(draft.global((int) i.operand(0)));
      case SELECT, SELECT_T -> pop(2, stack);
      case NOP, LOCAL_TEE -> {}
      case TABLE_GET, REF_NULL, REF_FUNC -> {
        return false;
      }
      default -> {
        return applySimple(i.opcode(), stack);
      }
    }
    return true;
  }

  /** An instruction with at most one result, whose opcode alone says its type. */
  private static boolean applySimple(OpCode op, List<ValType> stack) {
    if (!StackEffect.isKnown(op)) {
      return false;
    }
    if (hasNoResult(op)) {
      pop(-StackEffect.change(op), stack);
    } else {
      pop(1 - StackEffect.change(op), stack);
      stack.add(result(op.opcode()));
    }
    return true;
  }

  private static boolean hasNoResult(OpCode op) {
    int code = op.opcode();
    return code >= OpCode.I32_STORE.opcode() && code <= OpCode.I64_STORE32.opcode()
        || switch (op) {
          case DROP,
              LOCAL_SET,
              GLOBAL_SET,
              TABLE_SET,
              DATA_DROP,
              ELEM_DROP,
              MEMORY_INIT,
              MEMORY_COPY,
              MEMORY_FILL,
              TABLE_INIT,
              TABLE_COPY,
              TABLE_FILL ->
              true;
          default -> false;
        };
  }

  /** Of a numeric instruction, or one that gives a size; see the Core specification, "Index of Instructions". */
  private static ValType result(int code) {
    if (isIn(code, OpCode.I64_LOAD, OpCode.I64_LOAD)
        || isIn(code, OpCode.I64_LOAD8_S, OpCode.I64_LOAD32_U)
        || isIn(code, OpCode.I64_CONST, OpCode.I64_CONST)
        || isIn(code, OpCode.I64_CLZ, OpCode.I64_ROTR)
        || isIn(code, OpCode.I64_EXTEND_I32_S, OpCode.I64_TRUNC_F64_U)
        || isIn(code, OpCode.I64_REINTERPRET_F64, OpCode.I64_REINTERPRET_F64)
        || isIn(code, OpCode.I64_EXTEND_8_S, OpCode.I64_EXTEND_32_S)
        || isIn(code, OpCode.I64_TRUNC_SAT_F32_S, OpCode.I64_TRUNC_SAT_F64_U)) {
      return ValType.I64;
    }
    if (isIn(code, OpCode.F32_LOAD, OpCode.F32_LOAD)
        || isIn(code, OpCode.F32_CONST, OpCode.F32_CONST)
        || isIn(code, OpCode.F32_ABS, OpCode.F32_COPYSIGN)
        || isIn(code, OpCode.F32_CONVERT_I32_S, OpCode.F32_DEMOTE_F64)
        || isIn(code, OpCode.F32_REINTERPRET_I32, OpCode.F32_REINTERPRET_I32)) {
      return ValType.F32;
    }
    if (isIn(code, OpCode.F64_LOAD, OpCode.F64_LOAD)
        || isIn(code, OpCode.F64_CONST, OpCode.F64_CONST)
        || isIn(code, OpCode.F64_ABS, OpCode.F64_COPYSIGN)
        || isIn(code, OpCode.F64_CONVERT_I32_S, OpCode.F64_PROMOTE_F32)
        || isIn(code, OpCode.F64_REINTERPRET_I64, OpCode.F64_REINTERPRET_I64)) {
      return ValType.F64;
    }
    return ValType.I32;
  }

  private static boolean isIn(int code, OpCode first, OpCode last) {
    return code >= first.opcode() && code <= last.opcode();
  }

  private static void call(FunctionType type, List<ValType> stack) {
    pop(type.params().size(), stack);
    stack.addAll(type.returns());
  }

  private static void pop(int count, List<ValType> stack) {
    stack.subList(stack.size() - count, stack.size()).clear();
  }
}
