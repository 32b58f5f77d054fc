package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.engine.chicory.module.Refused;
import radicchio.engine.chicory.module.format.ModuleFormat;
import radicchio.engine.chicory.rewrite.Outlining;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A module that fits the JVM: parts of functions that are too large are separate functions; the few functions for which that is not
 * possible are interpreted.
 *
 * @param module the module, with the parts after its own functions
 * @param origins by the part's index, the index of the function that it was taken from
 * @param interpreted the functions, by index, that stay too large and are unchanged
 */
public record Fitted(WasmModule module, Map<Integer, Integer> origins, Set<Integer> interpreted) {
  static final String SIZE_PROPERTY = "radicchio.method.size";

  /** Stays, with the error of the estimate, below the 8,000 bytes above which HotSpot never compiles. */
  static final int DEFAULT_SIZE = 6_500;

  private static final int LARGEST_METHOD = 8_000;
  private static final int LEAST_SIZE = 20;

  /** The same if it is known that other functions cannot be compiled either. */
  Fitted without(WasmModule original, Set<Integer> more) {
    Set<Integer> all = new TreeSet<>(interpreted);
    more.forEach(function -> all.add(origin(function)));
    return of(original, all);
  }

  /** @param known functions, by index, that are known to be interpreted */
  static Fitted of(WasmModule module, Set<Integer> known) {
    Set<Integer> interpreted = new TreeSet<>(known);
    while (true) {
      Outlining.Outlined outlined = Outlining.of(module, size(), interpreted);
      Fitted fitted = new Fitted(outlined.module(), outlined.origins(), interpreted);
      Set<Integer> tooLarge = Oversized.in(fitted.module(), interpreted);
      if (tooLarge.isEmpty()) {
        return fitted;
      }
      tooLarge.forEach(function -> interpreted.add(fitted.origin(function)));
    }
  }

  private int origin(int function) {
    return origins.getOrDefault(function, function);
  }

  /** Returns the largest size of a method that HotSpot compiles, or the one that is set for functions. */
  static int largestMethod() {
    return System.getProperty(SIZE_PROPERTY) == null ? LARGEST_METHOD : size();
  }

  /** Returns the largest size of a function in bytes of JVM code. */
  static int size() {
    String given =
        Optional.ofNullable(System.getProperty(SIZE_PROPERTY))
            .orElse(Integer.toString(DEFAULT_SIZE));
    if (given.matches("[0-9]{1,9}") && Integer.parseInt(given) >= LEAST_SIZE) {
      return Integer.parseInt(given);
    }
    throw RadicchioException.of(
        ErrorKind.CONFIG,
        SIZE_PROPERTY + ": expected a number of bytes, at least " + LEAST_SIZE + ", got " + given);
  }

  /** How many functions of a module, which need not be valid otherwise, are too large and run interpreted. */
  public static int countInterpreted(byte[] wasm) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(wasm);
    if (ModuleFormat.check(wasm, true).compiledOnly()) {
      return 0; // our own compiler refuses what it cannot compile
    }
    try {
      return of(SlimModule.ofLongBodies(prepared, Oversized.SUSPICIOUS), Set.of())
          .interpreted()
          .size();
    } catch (RuntimeException e) {
      throw Refused.of(e);
    }
  }
}
