package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Instructions in place of those that the engine runs wrongly. The modules are valid, before and after. */
public final class Mending {
  private Mending() {}

  /**
   * For the interpreter of functions of a compiled module, as {@link #forInterpreter(WasmModule)}. A call in tail
   * position would leave it, so each is a call and a return.
   *
   * @param functions the indices of those that it runs, imports counted
   */
  public static WasmModule forInterpreter(WasmModule module, Set<Integer> functions) {
    ModuleDraft draft = new ModuleDraft(module);
    return mended(
        draft,
        draft.functions().filter(functions::contains),
        i -> isInterpretedWrongly(i, draft),
        (index, code) ->
            TailCalls.removed(forAnyInterpreter(BlockParams.removedWithoutNewTypes(code, draft))));
  }

  /**
   * For the interpreter, whose product of two i32 has 64 bits, all of which its {@code if} looks at: a sum takes the
   * upper ones away. Calls in tail position that it makes wrongly are calls and returns. A null that is
   * thrown, which handlers of any exception would catch, is looked for before.
   */
  public static WasmModule forInterpreter(WasmModule module) {
    ModuleDraft draft = new ModuleDraft(module);
    return mended(
        draft,
        draft.functions(),
        i -> isInterpretedWrongly(i, draft),
        (index, code) ->
            TailCalls.mended(index, forAnyInterpreter(BlockParams.removed(code, draft)), draft));
  }

  private static boolean isInterpretedWrongly(Instruction i, ModuleDraft draft) {
    OpCode op = i.opcode();
    return op == OpCode.I32_MUL
        || op == OpCode.THROW_REF
        || op == OpCode.F32_ABS
        || op == OpCode.F32_COPYSIGN
        || TailCalls.is(op)
        || BlockParams.has(i, draft);
  }

  private interface Mend {
    Code of(int function, Code code);
  }

  private static WasmModule mended(
      ModuleDraft draft, IntStream functions, Predicate<Instruction> wrong, Mend mend) {
    functions.forEach(
        index -> {
          Code code = draft.code(index);
          if (code.instructions().stream().anyMatch(wrong)) {
            Code mended = mend.of(index, code);
            if (!mended.equals(code)) {
              draft.put(index, mended);
            }
          }
        });
    return draft.finished();
  }

  private static Code forAnyInterpreter(Code code) {
    return withSignsAsBits(withoutThrownNulls(withShortProducts(code)));
  }

  /**
   * The engine leaves it to {@link Math#abs(float)} what becomes of the sign of a NaN, and takes the number 4290772992
   * for a negative NaN when it copies its sign: the sign of 1 or -1 is copied in its place.
   */
  private static Code withSignsAsBits(Code code) {
    List<Instruction> instructions = new ArrayList<>(code.instructions().size());
    for (Instruction i : code.instructions()) {
      if (i.opcode() == OpCode.F32_ABS) {
        instructions.add(Code.instruction(OpCode.I32_REINTERPRET_F32));
        instructions.add(Code.instruction(OpCode.I32_CONST, Integer.MAX_VALUE));
        instructions.add(Code.instruction(OpCode.I32_AND));
        instructions.add(Code.instruction(OpCode.F32_REINTERPRET_I32));
        continue;
      }
      if (i.opcode() == OpCode.F32_COPYSIGN) {
        instructions.add(Code.instruction(OpCode.I32_REINTERPRET_F32));
        instructions.add(Code.instruction(OpCode.I32_CONST, Integer.MIN_VALUE));
        instructions.add(Code.instruction(OpCode.I32_AND));
        instructions.add(Code.instruction(OpCode.I32_CONST, Float.floatToRawIntBits(1)));
        instructions.add(Code.instruction(OpCode.I32_OR));
        instructions.add(Code.instruction(OpCode.F32_REINTERPRET_I32));
      }
      instructions.add(i);
    }
    return new Code(code.type(), code.locals(), instructions);
  }

  private static Code withoutThrownNulls(Code code) {
    List<Instruction> instructions = new ArrayList<>(code.instructions().size());
    for (Instruction i : code.instructions()) {
      if (i.opcode() == OpCode.THROW_REF) {
        instructions.add(Code.instruction(OpCode.REF_AS_NON_NULL));
      }
      instructions.add(i);
    }
    return new Code(code.type(), code.locals(), instructions);
  }

  private static Code withShortProducts(Code code) {
    List<Instruction> instructions = new ArrayList<>(code.instructions().size());
    for (Instruction i : code.instructions()) {
      instructions.add(i);
      if (i.opcode() == OpCode.I32_MUL) {
        instructions.add(Code.instruction(OpCode.I32_CONST, 0));
        instructions.add(Code.instruction(OpCode.I32_ADD));
      }
    }
    return new Code(code.type(), code.locals(), instructions);
  }
}
