package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.objectweb.asm.MethodTooLargeException;
import radicchio.engine.chicory.module.ModuleTypes;

/**
 * Finds the functions that no JVM method can hold, before the module is compiled, because the engine's compiler starts again for each
 * of them. Each function that is long enough is tried; see {@link Trial}.
 */
final class Oversized {
  /** Bytes of a body. Of one byte come at most two or three of JVM code, in all but contrived functions. */
  static final int SUSPICIOUS = 20_000;

  private static final String METHOD = "func_";

  private Oversized() {}

  /** The indices of these functions, imports counted, without those that are known already. */
  static Set<Integer> in(WasmModule module, Set<Integer> known) {
    int imported = new ModuleTypes(module).importCount(ModuleTypes.Kind.FUNC);
    List<Integer> suspects =
        IntStream.range(0, module.codeSection().functionBodyCount())
            .filter(i -> length(module.codeSection().getFunctionBody(i)) > SUSPICIOUS)
            .map(i -> imported + i)
            .filter(function -> !known.contains(function))
            .boxed()
            .toList();
    Set<Integer> found = new TreeSet<>();
    if (!suspects.isEmpty()) {
      new Trial(module)
          .refused(suspects)
          .forEach(
              (function, reason) -> {
                if (cause(reason).isPresent()) {
                  found.add(function);
                }
              });
    }
    return found;
  }

  /** The function that the compiler gave up at, if that is why it threw. */
  static Optional<Integer> named(Throwable e) {
    return cause(e)
        .filter(tooLarge -> tooLarge.getMethodName().startsWith(METHOD))
        .map(tooLarge -> Integer.valueOf(tooLarge.getMethodName().substring(METHOD.length())));
  }

  private static Optional<MethodTooLargeException> cause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof MethodTooLargeException tooLarge) {
        return Optional.of(tooLarge);
      }
    }
    return Optional.empty();
  }

  private static int length(FunctionBody body) {
    List<AnnotatedInstruction> instructions = body.instructions();
    return instructions.isEmpty()
        ? 0
        : instructions.get(instructions.size() - 1).address() - instructions.get(0).address();
  }
}
