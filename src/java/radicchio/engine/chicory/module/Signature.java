package radicchio.engine.chicory.module;

import java.util.List;
import java.util.stream.IntStream;
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

  public static Signature of(FuncType type, String text) {
    return new Signature(
        type,
        text,
        funcrefs(type.params()),
        funcrefs(type.results()),
        IntStream.range(0, type.results().size())
            .filter(i -> type.results().get(i) == CoreType.I32)
            .toArray());
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
    return IntStream.range(0, types.size()).filter(i -> isFuncref(types.get(i))).toArray();
  }
}
