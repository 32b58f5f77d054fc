package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;

/**
 * A function: its type, the locals that it declares, and its instructions with the last {@code end}.
 *
 * @param instructions of which only the opcode and the operands count
 */
record Code(FunctionType type, List<ValType> locals, List<Instruction> instructions) {

  static boolean opens(OpCode op) {
    return switch (op) {
      case BLOCK, LOOP, IF, TRY_TABLE -> true;
      default -> false;
    };
  }

  static boolean neverGoesOn(OpCode op) {
    return switch (op) {
      case BR, BR_TABLE, RETURN, UNREACHABLE, THROW -> true;
      default -> false;
    };
  }

  static Instruction instruction(OpCode op, long... operands) {
    return new Instruction(0, op, operands);
  }
}
