package radicchio.engine.chicory.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import radicchio.engine.chicory.rewrite.Mending;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * The bodies of a module as JVM bytecode.
 *
 * @param factory makes the machine of an instance of the same module
 */
public record Compilation(ModuleSummary summary, Function<Instance, Machine> factory) {

  /** The functions in a class. With more, a class of a large module may exceed the limits of a class file. */
  private static final int FUNCTIONS_PER_CLASS = 500;

  /** Modules with at most this many bytes of classes have all their classes loaded at once. */
  private static final long LOADED_AT_ONCE = 1 << 20;

  /**
   * The engine's compiler compares each type with each function. More comparisons would take over ten seconds.
   */
  private static final long MOST_COMPARISONS = 25_000_000;

  private static final System.Logger LOG = System.getLogger("radicchio.engine");

  /**
   * A module as classes, all of them verified.
   *
   * @param interpreted the functions, by index, that are not among them and are interpreted
   */
  record Compiled(Map<String, byte[]> classes, GuestLoader loader, Set<Integer> interpreted) {}

  /**
   * Compiles a valid module. The parts that cannot be compiled are interpreted: functions that are too large for the JVM, functions
   * at which the engine's compiler fails, or the module as a whole.
   */
  static Compiled compile(WasmModule module, String className) {
    if (comparisons(module) > MOST_COMPARISONS) {
      LOG.log(
          Level.WARNING,
          "a module has too many types and functions to be compiled, and is interpreted");
      return interpreted(module, className);
    }
    try {
      WideTypes.Narrowed narrowed = WideTypes.narrow(Mending.forCompiler(module));
      Fitted fitted = Fitted.of(narrowed.module(), narrowed.interpreted());
      while (true) {
        try {
          return compiled(fitted.module(), className, fitted.interpreted());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
          Set<Integer> failing = failing(fitted, e);
          if (failing.isEmpty()) {
            throw e;
          }
          fitted = fitted.without(narrowed.module(), failing);
        }
      }
    } catch (RadicchioException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(
          Level.WARNING,
          () -> "a module cannot be compiled, and is interpreted: " + ForeignText.thrown(e));
      LOG.log(Level.DEBUG, "", e);
      return interpreted(module, className);
    }
  }

  private static long comparisons(WasmModule module) {
    return (long) module.typeSection().subTypeCount() * module.functionSection().functionCount();
  }

  private static Compiled compiled(WasmModule module, String className, Set<Integer> interpreted) {
    Map<String, byte[]> classes =
        Compiler.builder(module)
            .withClassName(className)
            .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
            .withInterpretedFunctions(interpreted)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withClassCollectorFactory(CollectedClasses::new)
            .build()
            .compile()
            .classBytes();
    classes.replaceAll((name, bytes) -> LoopTurns.counted(bytes));
    GuestLoader loader = new GuestLoader(classes);
    loader.loadAll();
    return new Compiled(classes, loader, interpreted);
  }

  /** Returns the functions that the compiler did not compile, or for which the JVM refused the result. */
  private static Set<Integer> failing(Fitted fitted, Throwable thrown) {
    Set<Integer> known = fitted.interpreted();
    return Oversized.named(thrown)
        .filter(function -> !known.contains(function))
        .map(Set::of)
        .orElseGet(
            () -> {
              Map<Integer, Throwable> refused =
                  new Trial(fitted.module())
                      .refused(
                          functions(fitted.module())
                              .filter(function -> !known.contains(function))
                              .boxed()
                              .toList());
              refused.forEach(
                  (function, reason) ->
                      LOG.log(
                          Level.DEBUG,
                          () ->
                              "function "
                                  + function
                                  + " cannot be compiled, and is interpreted: "
                                  + ForeignText.thrown(reason)));
              return refused.keySet();
            });
  }

  /** The indices of the functions that a module defines. */
  private static IntStream functions(WasmModule module) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    return IntStream.range(imported, imported + module.functionSection().functionCount());
  }

  /** A machine that runs no function itself; it is made of a module that has none but the imports. */
  private static Compiled interpreted(WasmModule module, String className) {
    ImportSection.Builder imports = ImportSection.builder();
    module.importSection().stream()
        .filter(i -> i.importType() == ExternalType.FUNCTION)
        .forEach(i -> imports.addImport(new FunctionImport(i.module(), i.name(), 0)));
    WasmModule empty =
        WasmModule.builder()
            .setTypeSection(TypeSection.builder().addFunctionType(FunctionType.empty()).build())
            .setImportSection(imports.build())
            .withValidation(false)
            .build();
    Compiled machine = compiled(empty, className, Set.of());
    return new Compiled(
        machine.classes(),
        machine.loader(),
        functions(module).boxed().collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Classes that were compiled and verified before; of many, each is loaded when it is needed. */
  static Compilation of(Map<String, byte[]> classes, ModuleSummary summary) {
    long bytes = classes.values().stream().mapToLong(c -> c.length).sum();
    GuestLoader loader = new GuestLoader(classes);
    if (bytes <= LOADED_AT_ONCE) {
      loader.loadAll();
    }
    return of(loader, summary);
  }

  /**
   * Classes that a loader finds.
   *
   * @throws IllegalArgumentException where it does not find them, or they are not those of a module
   */
  static Compilation of(ClassLoader loader, ModuleSummary summary) {
    try {
      Constructor<? extends Machine> machine =
          Class.forName(summary.className(), true, loader)
              .asSubclass(Machine.class)
              .getConstructor(Instance.class);
      return new Compilation(summary, instance -> newMachine(machine, instance));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException("there is no machine " + summary.className(), e);
    }
  }

  /** Returns the functions, by index, that are interpreted. */
  public Set<Integer> fallback() {
    return summary.interpreted().indices();
  }

  /** Returns the prefix of the generated classes' names, which stack traces show. */
  public String className() {
    return summary.className();
  }

  private static Machine newMachine(Constructor<? extends Machine> constructor, Instance instance) {
    try {
      return constructor.newInstance(instance);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a machine cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a machine cannot be made", e);
    }
  }
}
