package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Instructions in place of those that the engine runs wrongly. The modules are valid, before and after. */
public final class Mending {
  private Mending() {}

  /**
   * For the compiler, which makes of a {@code try_table} in which nothing happens a range without instructions, and
   * the JVM refuses that: a block stands in its place. And instructions on arrays, of which a guest may have any number
   * between two looks at the deadline: a {@link Looks look} stands before each.
   */
  public static WasmModule forCompiler(WasmModule module) {
    WasmModule looking = mended(module, index -> true, Looks.LONG::contains, Looks::before);
    return mended(looking, index -> true, OpCode.TRY_TABLE::equals, Code::withoutIdleTries);
  }

  /**
   * For the interpreter, whose product of two i32 has 64 bits, all of which its {@code if} looks at: a sum takes the
   * upper ones away.
   *
   * @param functions the indices of those that it runs, imports counted
   */
  public static WasmModule forInterpreter(WasmModule module, Set<Integer> functions) {
    return mended(module, functions::contains, OpCode.I32_MUL::equals, Mending::withShortProducts);
  }

  /** The same for all functions. */
  public static WasmModule forInterpreter(WasmModule module) {
    return mended(module, index -> true, OpCode.I32_MUL::equals, Mending::withShortProducts);
  }

  private static WasmModule mended(
      WasmModule module, IntPredicate functions, Predicate<OpCode> wrong, UnaryOperator<Code> mend) {
    ModuleDraft draft = new ModuleDraft(module);
    draft.functions().filter(functions).forEach(index -> {
      Code code = draft.code(index);
      if (code.instructions().stream().anyMatch(i -> wrong.test(i.opcode()))) {
        Code mended = mend.apply(code);
        if (!mended.equals(code)) {
          draft.put(index, mended);
        }
      }
    });
    return draft.finished();
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
