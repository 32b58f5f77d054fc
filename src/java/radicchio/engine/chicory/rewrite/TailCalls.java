package radicchio.engine.chicory.rewrite;

import static radicchio.engine.chicory.rewrite.Code.instruction;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Calls in tail position that the engine's interpreter makes wrongly, each in place of it a call and a return. It fails
 * where a function with locals calls itself, and mixes up the operand stack where it holds more than the arguments.
 */
final class TailCalls {
  private TailCalls() {}

  static boolean is(OpCode op) {
    return switch (op) {
      case RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> true;
      default -> false;
    };
  }

  /** The function without those calls that go wrong. */
  static Code mended(int function, Code code, StackShape.Types types) {
    Set<Integer> right = right(function, code, types);
    return replaced(code, right);
  }

  /** The function without any call in tail position. */
  static Code removed(Code code) {
    return replaced(code, Set.of());
  }

  private static Code replaced(Code code, Set<Integer> kept) {
    List<Instruction> instructions = new ArrayList<>(code.instructions().size());
    for (int at = 0; at < code.instructions().size(); at++) {
      Instruction i = code.instructions().get(at);
      if (!is(i.opcode()) || kept.contains(at)) {
        instructions.add(i);
        continue;
      }
      OpCode call =
          switch (i.opcode()) {
            case RETURN_CALL -> OpCode.CALL;
            case RETURN_CALL_INDIRECT -> OpCode.CALL_INDIRECT;
            default -> OpCode.CALL_REF;
          };
      instructions.add(instruction(call, i.operands()));
      instructions.add(instruction(OpCode.RETURN));
    }
    return new Code(code.type(), code.locals(), instructions);
  }

  /** The places of the calls that the interpreter makes rightly. */
  private static Set<Integer> right(int function, Code code, StackShape.Types types) {
    List<Instruction> understandable = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at < code.instructions().size(); at++) {
      Instruction i = code.instructions().get(at);
      places.add(understandable.size());
      switch (i.opcode()) {
        case RETURN_CALL -> understandable.add(instruction(OpCode.CALL, i.operand(0)));
        case RETURN_CALL_INDIRECT, RETURN_CALL_REF ->
            understandable.add(
                instruction(OpCode.CALL_INDIRECT, i.operand(0), 0)); // both take one value beside
        default -> understandable.add(i);
      }
      if (is(i.opcode())) {
        understandable.add(instruction(OpCode.RETURN));
      }
    }
    Optional<StackShape> shape =
        StackShape.of(new Code(code.type(), code.locals(), understandable), types);
    Set<Integer> right = new HashSet<>();
    for (int at = 0; at < code.instructions().size(); at++) {
      Instruction i = code.instructions().get(at);
      if (is(i.opcode())
          && !mayCallItself(function, code, i)
          && (code.type().returns().isEmpty()
              || shape.isPresent() && shape.get().holdsOnly(places.get(at), operands(i, types)))) {
        right.add(at);
      }
    }
    return right;
  }

  private static boolean mayCallItself(int function, Code code, Instruction call) {
    return !code.locals().isEmpty()
        && (call.opcode() != OpCode.RETURN_CALL || call.operand(0) == function);
  }

  private static int operands(Instruction call, StackShape.Types types) {
    return call.opcode() == OpCode.RETURN_CALL
        ? types.function((int) call.operand(0)).params().size()
        : types.type((int) call.operand(0)).params().size() + 1;
  }
}
