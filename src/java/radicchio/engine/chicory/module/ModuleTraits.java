package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.function.Function;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.ExternType.TagType;
import radicchio.error.ForeignText;

/**
 * Properties of a module that determine which corrections its instances need.
 *
 * @param receivesFunctions whether function references of others can enter an instance: only then its tables are views that have
 *     the functions' owners
 * @param allocates whether it makes GC objects, which are swept only after a call from outside
 */
public record ModuleTraits(boolean receivesFunctions, boolean allocates) {

  /** Reads every instruction once. Refuses, by name, features that cannot run or cannot cross between modules. */
  static ModuleTraits of(
      WasmModule module, List<CoreModule.Import> imports, List<CoreModule.Export> exports) {
    for (CoreModule.Import i : imports) {
      requireShareable(
          i.type(),
          "import " + ForeignText.quoted(i.module()) + " " + ForeignText.quoted(i.name()));
    }
    for (CoreModule.Export e : exports) {
      requireShareable(e.type(), "export " + ForeignText.quoted(e.name()));
    }
    boolean allocates = false;
    boolean casts = false;
    for (var body : module.codeSection().functionBodies()) {
      for (var instruction : body.instructions()) {
        OpCode op = instruction.opcode();
        allocates |= op.opcode() >> 8 == 0xFB;
        casts |= isFunctionCast(instruction);
      }
    }
    boolean functions =
        imports.stream().anyMatch(i -> bringsFunctions(i.type(), Signature::funcrefResults))
            || exports.stream().anyMatch(e -> bringsFunctions(e.type(), Signature::funcrefParams));
    return new ModuleTraits(functions, false).withCode(allocates, casts);
  }

  /**
   * Returns the traits of a module whose functions were not read before.
   *
   * @param casts whether they test the types of references to functions
   */
  public ModuleTraits withCode(boolean allocates, boolean casts) {
    if (receivesFunctions && casts) {
      throw Refused.feature("casts of function references and receives functions of other modules");
    }
    return new ModuleTraits(receivesFunctions, allocates);
  }

  /** The engine looks up the type of a function reference in this module, even if the function is another module's. */
  private static boolean isFunctionCast(Instruction instruction) {
    return switch (instruction.opcode()) {
      case REF_TEST, REF_TEST_NULL, CAST_TEST, CAST_TEST_NULL ->
          instruction.operand(1) == ValType.TypeIdxCode.FUNC.code();
      case BR_ON_CAST, BR_ON_CAST_FAIL -> instruction.operand(4) == ValType.TypeIdxCode.FUNC.code();
      default -> false;
    };
  }

  /** @param incoming the positions at which a function of this type brings references into the module */
  private static boolean bringsFunctions(ExternType type, Function<Signature, int[]> incoming) {
    if (type instanceof TableType table) {
      return Signature.isFuncref(table.element());
    }
    if (type instanceof GlobalType global) {
      return Signature.isFuncref(global.value());
    }
    if (type instanceof TagType tag) {
      return Signature.of(tag.type()).hasFuncrefs();
    }
    return type instanceof FuncType function && incoming.apply(Signature.of(function)).length > 0;
  }

  private static void requireShareable(ExternType type, String what) {
    if (type instanceof FuncType function) {
      requireShareable(function.params(), what);
      requireShareable(function.results(), what);
    } else if (type instanceof TagType tag) {
      requireShareable(tag.type().params(), what);
    } else if (type instanceof GlobalType global) {
      requireShareable(List.of(global.value()), what);
    } else if (type instanceof TableType table) {
      requireShareable(List.of(table.element()), what);
    }
  }

  private static void requireShareable(List<CoreType> types, String what) {
    for (CoreType type : types) {
      if (type instanceof CoreType.Ref ref) {
        switch (ref.heap()) {
          case "func", "nofunc", "extern", "noextern" -> {}
          case "exn" -> throw Refused.feature("exception references (exnref) in " + what);
          case "any", "none", "eq", "i31", "struct", "array" ->
              throw Refused.feature("GC references (" + TypeTexts.text(ref) + ") in " + what);
          default -> {
            if (ref.heap().startsWith(TypeTexts.GC)) {
              throw Refused.feature("GC references in " + what);
            }
          }
        }
      }
    }
  }
}
