package radicchio.engine.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.Set;
import java.util.function.Function;

/**
 * The bodies of a module as JVM bytecode.
 *
 * @param factory makes the machine of an instance of the same module
 * @param fallback the functions, by index, that are too large for a JVM method and run interpreted
 * @param className what the names of the generated classes begin with; a stack trace shows them
 */
record Compilation(Function<Instance, Machine> factory, Set<Integer> fallback, String className) {

  /** Functions a class: larger classes make the compiler start over when one function does not fit. */
  private static final int FUNCTIONS_PER_CLASS = 500;
  static final int DIGEST_LENGTH = 16;

  private static final String CLASS_NAME = "radicchio.guest.M";

  /** @param digest a name that tells modules apart in stack traces: {@link #DIGEST_LENGTH} hex digits */
  static Compilation of(WasmModule module, String digest) {
    String className = CLASS_NAME + digest;
    var result =
        Compiler.builder(module)
            .withClassName(className)
            .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
            .withInterpreterFallback(InterpreterFallback.SILENT)
            .withClassCollectorFactory(ClassLoadingCollector::new)
            .build()
            .compile();
    var classes = (ClassLoadingCollector) result.collector();
    return new Compilation(classes.machineFactory(), result.interpretedFunctions(), className);
  }

  /** The {@link #className} that the name of a generated class begins with; any other name is itself. */
  static String classNameOf(String generated) {
    int length = CLASS_NAME.length() + DIGEST_LENGTH;
    return generated.startsWith(CLASS_NAME) && generated.length() >= length
        ? generated.substring(0, length)
        : generated;
  }
}
