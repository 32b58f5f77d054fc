package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CatchOpCode;
import com.dylibso.chicory.wasm.types.CompType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.RecType;
import com.dylibso.chicory.wasm.types.SubType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import radicchio.engine.chicory.module.ModuleTypes;

/**
 * Function types with more parameters or results than a JVM method can have, with those that the engine's compiler adds. The compiler
 * makes methods for every type of a module, so such a type is replaced in its input, and each function that names the type is
 * interpreted.
 */
final class WideTypes {
  /** A JVM method has 255 places for parameters, of which the compiler takes four; i64 and f64 need two each. */
  private static final int MOST_PARAMETERS = 251;

  private static final int MOST_RESULTS = 255;

  private final WasmModule module;
  private final ModuleTypes types;
  private final BitSet wide = new BitSet();

  /**
   * A module for the compiler.
   *
   * @param interpreted the functions, by index, that the compiler must not look at
   */
  record Narrowed(WasmModule module, Set<Integer> interpreted) {}

  private WideTypes(WasmModule module) {
    this.module = module;
    this.types = new ModuleTypes(module);
    for (int i = 0; i < module.typeSection().subTypeCount(); i++) {
      FunctionType type = module.typeSection().getType(i);
      if (type != null && isWide(type)) {
        wide.set(i);
      }
    }
  }

  /** The module without such types; the same if it has none. */
  static Narrowed narrow(WasmModule module) {
    WideTypes types = new WideTypes(module);
    return types.wide.isEmpty()
        ? new Narrowed(module, Set.of())
        : new Narrowed(types.replaced(), types.named());
  }

  private static boolean isWide(FunctionType type) {
    return places(type.params()) > MOST_PARAMETERS || places(type.returns()) > MOST_RESULTS;
  }

  private static int places(List<ValType> values) {
    return values.stream()
        .mapToInt(v -> v.opcode() == ValType.ID.I64 || v.opcode() == ValType.ID.F64 ? 2 : 1)
        .sum();
  }

  private Set<Integer> named() {
    int imported = types.importCount(ModuleTypes.Kind.FUNC);
    Set<Integer> functions = new TreeSet<>();
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      if (wide.get(types.functionType(imported + i))
          || named(module.codeSection().getFunctionBody(i))) {
        functions.add(imported + i);
      }
    }
    return functions;
  }

  private boolean named(FunctionBody body) {
    return body.instructions().stream().anyMatch(this::named);
  }

  private boolean named(Instruction i) {
    return switch (i.opcode()) {
      case CALL, RETURN_CALL -> wide.get(types.functionType((int) i.operand(0)));
      case CALL_INDIRECT, RETURN_CALL_INDIRECT, CALL_REF, RETURN_CALL_REF ->
          wide.get((int) i.operand(0));
      case BLOCK, LOOP, IF -> isWideBlock(i.operand(0));
      case TRY_TABLE ->
          isWideBlock(i.operand(0))
              || CatchOpCode.decode(i.operands()).stream().anyMatch(this::namedByTag);
      case THROW -> wide.get(types.tagType((int) i.operand(0)));
      default -> false;
    };
  }

  private boolean namedByTag(CatchOpCode.Catch handler) {
    return switch (handler.opcode()) {
      case CATCH, CATCH_REF -> wide.get(types.tagType(handler.tag()));
      case CATCH_ALL, CATCH_ALL_REF -> false;
    };
  }

  private boolean isWideBlock(long type) {
    return type >= 0
        && type < module.typeSection().subTypeCount()
        && !ValType.isValid(type)
        && wide.get((int) type);
  }

  private WasmModule replaced() {
    TypeSection.Builder section = TypeSection.builder();
    CompType unused = CompType.builder().withFuncType(unused()).build();
    int next = 0;
    for (int g = 0; g < module.typeSection().typeCount(); g++) {
      SubType[] group = module.typeSection().getRecType(g).subTypes().clone();
      for (int i = 0; i < group.length; i++, next++) {
        if (wide.get(next)) {
          group[i] =
              SubType.builder()
                  .withTypeIdx(group[i].typeIdx())
                  .withFinal(group[i].isFinal())
                  .withCompType(unused)
                  .build();
        }
      }
      section.addRecType(RecType.builder().withSubTypes(group).build());
    }
    return withTypes(section.build());
  }

  /** A type that no function has: the compiler takes functions of equal types for each other. */
  private FunctionType unused() {
    Set<FunctionType> used = new HashSet<>();
    for (int i = 0; i < module.typeSection().subTypeCount(); i++) {
      used.add(module.typeSection().getType(i));
    }
    for (int params = 0; params <= MOST_PARAMETERS / 2; params++) {
      FunctionType type = FunctionType.of(Collections.nCopies(params, ValType.F64), List.of());
      if (!used.contains(type)) {
        return type;
      }
    }
    throw new IllegalStateException(
        "the module has every function type that could be used in place of a wide one");
  }

  private WasmModule withTypes(TypeSection section) {
    WasmModule.Builder replaced =
        WasmModule.builder()
            .setTypeSection(section)
            .setImportSection(module.importSection())
            .setFunctionSection(module.functionSection())
            .setTableSection(module.tableSection())
            .setGlobalSection(module.globalSection())
            .setExportSection(module.exportSection())
            .setElementSection(module.elementSection())
            .setCodeSection(module.codeSection())
            .setDataSection(module.dataSection())
            .withValidation(false);
    module.memorySection().ifPresent(replaced::setMemorySection);
    module.tagSection().ifPresent(replaced::setTagSection);
    return replaced.build();
  }
}
