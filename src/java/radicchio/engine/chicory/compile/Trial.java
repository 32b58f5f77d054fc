package radicchio.engine.chicory.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import radicchio.engine.chicory.module.ModuleTypes;

/**
 * Compiles functions apart from their module, each to a separate class, to find those that the engine's compiler cannot compile, or whose
 * method the JVM refuses. The module of a trial has the types of the whole one, the functions in question, and after them a function of
 * every type to call.
 *
 * <p>A function that is refused here cannot be compiled. One that barely fits a method here may still be too large together with others,
 * for which constants have longer indices.
 */
final class Trial {
  private static final String CLASS_NAME = ClassNames.PACKAGE + "Alone";
  private static final String GROUP = "FuncGroup_";

  /** Functions a module: it is built anew behind each at which the compiler fails. */
  private static final int AT_ONCE = 100;

  /** Each that is refused costs a run of the compiler, and of many more the compiler cannot make a machine. */
  private static final int MOST_REFUSED = 2_000;

  private final WasmModule module;
  private final ModuleTypes types;
  private final int imported;
  private final ImportSection imports;

  Trial(WasmModule module) {
    this.module = module;
    this.types = new ModuleTypes(module);
    this.imported = types.importCount(ModuleTypes.Kind.FUNC);
    ImportSection.Builder others = ImportSection.builder();
    module.importSection().stream()
        .filter(i -> i.importType() != ExternalType.FUNCTION)
        .forEach(others::addImport);
    this.imports = others.build();
  }

  /**
   * Those of some functions that cannot be compiled, with the reason.
   *
   * @param functions their indices, imports counted
   * @throws IllegalStateException if there are more than 2,000
   */
  Map<Integer, Throwable> refused(List<Integer> functions) {
    Map<Integer, Throwable> refused = new TreeMap<>();
    int tried = 0;
    while (tried < functions.size()) {
      List<Integer> left = functions.subList(tried, Math.min(functions.size(), tried + AT_ONCE));
      Attempt attempt = new Attempt(left.size());
      attempt.run(alone(left)).ifPresent(reason -> refused.put(left.get(attempt.made), reason));
      attempt.unverifiable.forEach((place, reason) -> refused.put(left.get(place), reason));
      tried += Math.min(left.size(), attempt.made + 1);
      if (refused.size() > MOST_REFUSED) {
        throw new IllegalStateException(
            "more than " + MOST_REFUSED + " functions cannot be compiled");
      }
    }
    return refused;
  }

  private WasmModule alone(List<Integer> candidates) {
    TypeSection section = module.typeSection();
    int any = types.functionType(candidates.get(0));
    FunctionSection.Builder functions = FunctionSection.builder();
    CodeSection.Builder bodies = CodeSection.builder();
    for (int function : candidates) {
      functions.addFunctionType(types.functionType(function));
      bodies.addFunctionBody(
          callingByType(
              module.codeSection().getFunctionBody(function - imported), candidates.size()));
    }
    FunctionBody empty = new FunctionBody(List.of(), List.of());
    for (int t = 0; t < section.subTypeCount(); t++) {
      functions.addFunctionType(section.getType(t) != null ? t : any);
      bodies.addFunctionBody(empty);
    }
    WasmModule.Builder alone =
        WasmModule.builder()
            .setTypeSection(section)
            .setImportSection(imports)
            .setFunctionSection(functions.build())
            .setTableSection(module.tableSection())
            .setGlobalSection(module.globalSection())
            .setCodeSection(bodies.build())
            .withValidation(false);
    module.memorySection().ifPresent(alone::setMemorySection);
    module.tagSection().ifPresent(alone::setTagSection);
    return alone.build();
  }

  /** @param first the function of the first type */
  private FunctionBody callingByType(FunctionBody body, int first) {
    List<AnnotatedInstruction> instructions = new ArrayList<>(body.instructions().size());
    for (AnnotatedInstruction i : body.instructions()) {
      instructions.add(
          switch (i.opcode()) {
            case CALL, RETURN_CALL, REF_FUNC ->
                AnnotatedInstruction.builder()
                    .from(
                        new Instruction(
                            i.address(),
                            i.opcode(),
                            new long[] {(long) first + types.functionType((int) i.operand(0))}))
                    .withDepth(i.depth())
                    .build();
            default -> i;
          });
    }
    return new FunctionBody(body.localTypes(), instructions);
  }

  /** Thrown when the last of the functions in question has become a class: nothing more is to be learnt. */
  private static final class Finished extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Finished INSTANCE = new Finished();

    private Finished() {
      super("all functions were tried", null, false, false);
    }
  }

  /** One run of the compiler, up to the first function that it does not compile. */
  private static final class Attempt {
    private final int wanted;

    /** How many functions have become classes; they do in their order. */
    private int made;

    private final Map<Integer, LinkageError> unverifiable = new TreeMap<>();

    Attempt(int wanted) {
      this.wanted = wanted;
    }

    /** Why the function behind those that were made has no class, if there is one. */
    Optional<Throwable> run(WasmModule alone) {
      try {
        Compiler.builder(alone)
            .withClassName(CLASS_NAME)
            .withMaxFunctionsPerClass(1)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withClassCollectorFactory(() -> new Verifying(this))
            .build()
            .compile();
        return Optional.empty();
      } catch (Finished e) {
        return Optional.empty();
      } catch (RuntimeException | StackOverflowError e) {
        return Optional.of(e);
      }
    }

    /** The compiler may begin again, with the first function. */
    void put(int place, String name, byte[] bytes) {
      if (place == made) {
        made++;
        try {
          new GuestLoader(Map.of(name, bytes)).loadAll();
        } catch (LinkageError e) {
          unverifiable.put(place, e);
        }
      }
      if (made == wanted) {
        throw Finished.INSTANCE;
      }
    }
  }

  /** Has every class of a function verified, and keeps none. */
  private record Verifying(Attempt attempt) implements ClassCollector {
    @Override
    public void put(String name, byte[] bytes) {
      int group = name.indexOf(GROUP);
      if (group >= 0) {
        attempt.put(
            Integer.parseInt(name.substring(group + GROUP.length())),
            name.replace('/', '.'),
            bytes);
      }
    }

    @Override
    public byte[] resolve(Class<?> type) {
      return ClassNames.bytesOf(type);
    }

    @Override
    public String mainClassName() {
      throw new IllegalStateException("no class was kept");
    }

    @Override
    public void putMainClass(String name, byte[] bytes) {
      // not kept
    }

    @Override
    public void putAll(ClassCollector other) {
      // not kept
    }

    @Override
    public Map<String, byte[]> classBytes() {
      return Map.of();
    }
  }
}
