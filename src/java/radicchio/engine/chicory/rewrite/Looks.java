package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A look at the deadline before each instruction that may take long and that runs inside the engine's compiled code,
 * with no call of ours: those of arrays. The engine's compiler looks at branches to loops, so the look is a loop that
 * has one and never takes it.
 */
final class Looks {
  /** Instructions on arrays whose length a guest chooses when it runs. */
  static final Set<OpCode> LONG = EnumSet.of(
      OpCode.ARRAY_NEW, OpCode.ARRAY_NEW_DEFAULT, OpCode.ARRAY_NEW_DATA, OpCode.ARRAY_NEW_ELEM, OpCode.ARRAY_FILL,
      OpCode.ARRAY_COPY, OpCode.ARRAY_INIT_DATA, OpCode.ARRAY_INIT_ELEM);

  private Looks() {}

  static Code before(Code code) {
    List<Instruction> instructions = new ArrayList<>(code.instructions().size());
    for (Instruction i : code.instructions()) {
      if (LONG.contains(i.opcode())) {
        // br_table's default leaves the block, and 1 is not an index of the one label before it
        instructions.add(Code.instruction(OpCode.BLOCK, Shape.EMPTY_TYPE));
        instructions.add(Code.instruction(OpCode.LOOP, Shape.EMPTY_TYPE));
        instructions.add(Code.instruction(OpCode.I32_CONST, 1));
        instructions.add(Code.instruction(OpCode.BR_TABLE, 0, 1));
        instructions.add(Code.instruction(OpCode.END));
        instructions.add(Code.instruction(OpCode.END));
      }
      instructions.add(i);
    }
    return new Code(code.type(), code.locals(), instructions);
  }
}
