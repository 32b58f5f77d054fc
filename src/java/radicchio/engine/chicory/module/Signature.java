package radicchio.engine.chicory.module;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.FuncType;

/**
 * A function type with the facts that a call needs.
 *
 * @param text equal for equal types: see {@link TypeTexts}
 * @param funcrefParams the positions of function references among the parameters
 * @param funcrefResults the positions of function references among the results
 * @param intResults the positions of 32-bit integers among the results
 */
public record Signature(
    FuncType type, String text, int[] funcrefParams, int[] funcrefResults, int[] intResults) {
  private static final int[] NONE = {};

  public static Signature of(FuncType type, String text) {
    return new Signature(
        type,
        text,
        funcrefs(type.params()),
        funcrefs(type.results()),
        positions(type.results(), result -> result == CoreType.I32));
  }

  public static Signature of(FuncType type) {
    return of(type, TypeTexts.text(type));
  }

  public boolean hasFuncrefs() {
    return funcrefParams.length > 0 || funcrefResults.length > 0;
  }

  /** Tests whether a value of the type is a function reference, whose meaning depends on the instance. */
  public static boolean isFuncref(CoreType type) {
    return type instanceof CoreType.Ref ref
        && (ref.heap().equals("func") || ref.heap().equals("nofunc") || ref.heap().startsWith("("));
  }

  private static int[] funcrefs(List<CoreType> types) {
    return positions(types, Signature::isFuncref);
  }

  /** A signature is made for each function that each instance imports, so there is no stream here. */
  private static int[] positions(List<CoreType> types, Predicate<CoreType> wanted) {
    int[] found = NONE;
    for (int i = 0; i < types.size(); i++) {
      if (wanted.test(types.get(i))) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = i;
      }
    }
    return found;
  }
}
