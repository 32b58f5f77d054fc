package radicchio.engine.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import radicchio.engine.chicory.rewrite.Mending;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The bodies of a module as JVM bytecode.
 *
 * @param factory makes the machine of an instance of the same module
 */
record Compilation(ModuleSummary summary, Function<Instance, Machine> factory) {

  /** Functions a class: with more, a class of a large module may exceed what a class file holds. */
  private static final int FUNCTIONS_PER_CLASS = 500;
  /** Modules with no more classes' bytes than this have all their classes loaded at once. */
  private static final long LOADED_AT_ONCE = 1 << 20;
  private static final int DIGEST_LENGTH = 16;

  static final String PACKAGE = "radicchio.guest.";
  private static final String CLASS_NAME = PACKAGE + "M";

  /** The name of the class that is the machine of a module with this digest. */
  static String className(String digest) {
    return CLASS_NAME + digest.substring(0, DIGEST_LENGTH);
  }

  /** A module as classes, without the functions that run interpreted. */
  record Compiled(Map<String, byte[]> classes, Set<Integer> interpreted) {}

  /** Compiles once where the functions that are too large are found beforehand, else once more for each. */
  static Compiled compile(WasmModule module, String className) {
    WasmModule mended = Mending.forCompiler(module);
    Fitted fitted = Fitted.of(mended);
    while (true) {
      try {
        var result = Compiler.builder(fitted.module())
            .withClassName(className)
            .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
            .withInterpretedFunctions(fitted.interpreted())
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withClassCollectorFactory(CollectedClasses::new)
            .build()
            .compile();
        return new Compiled(result.classBytes(), fitted.interpreted());
      } catch (ChicoryException e) {
        int tooLarge = Oversized.named(e).orElseThrow(() -> e);
        if (fitted.interpreted().contains(tooLarge)) {
          throw e;
        }
        fitted = fitted.without(mended, tooLarge);
      }
    }
  }

  /** Classes that were just compiled: all of them are verified. */
  static Compilation verified(KeptModule module) {
    GuestLoader loader = new GuestLoader(module.classes());
    try {
      loader.loadAll();
    } catch (LinkageError e) {
      throw RadicchioException.of(ErrorKind.INVALID,
          "the engine's compiler made a class of the module that the JVM refuses: " + e.getMessage()
              + "; run it with :backend :interpreter", e);
    }
    return of(loader, module.summary());
  }

  /** Classes that were compiled and verified before; of many, each is loaded when it is needed. */
  static Compilation of(KeptModule module) {
    long bytes = module.classes().values().stream().mapToLong(c -> c.length).sum();
    GuestLoader loader = new GuestLoader(module.classes());
    if (bytes <= LOADED_AT_ONCE) {
      loader.loadAll();
    }
    return of(loader, module.summary());
  }

  /**
   * Classes that a loader finds.
   *
   * @throws IllegalArgumentException where it does not find them, or they are not those of a module
   */
  static Compilation of(ClassLoader loader, ModuleSummary summary) {
    try {
      Constructor<? extends Machine> machine = Class.forName(summary.className(), true, loader)
          .asSubclass(Machine.class)
          .getConstructor(Instance.class);
      return new Compilation(summary, instance -> newMachine(machine, instance));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException("there is no machine " + summary.className(), e);
    }
  }

  /** The functions, by index, that are too large for a JVM method and run interpreted. */
  Set<Integer> fallback() {
    return summary.interpreted().indices();
  }

  /** What the names of the generated classes begin with; a stack trace shows them. */
  String className() {
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

  /** The {@link #className} that the name of a generated class begins with; any other name is itself. */
  static String classNameOf(String generated) {
    int length = CLASS_NAME.length() + DIGEST_LENGTH;
    return generated.startsWith(CLASS_NAME) && generated.length() >= length
        ? generated.substring(0, length)
        : generated;
  }
}
