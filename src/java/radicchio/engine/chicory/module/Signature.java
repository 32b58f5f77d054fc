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
 * @param funcrefParams the slots of function references among those of the parameters
 * @param funcrefResults the slots of function references among those of the results
 * @param intResults the slots of 32-bit integers among those of the results
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
        slots(type.results(), result -> result == CoreType.I32));
  }

  public static Signature of(FuncType type) {
    return of(type, TypeTexts.text(type));
  }

  public boolean hasFuncrefs() {
    return funcrefParams.length > 0 || funcrefResults.length > 0;
  }

  /** Tests whether it has at most so many parameters and one result, each of them an integer or a float. */
  public boolean isOfNumbers(int parameters) {
    return type.params().size() <= parameters
        && type.results().size() <= 1
        && type.params().stream().allMatch(Signature::isNumber)
        && type.results().stream().allMatch(Signature::isNumber);
  }

  private static boolean isNumber(CoreType type) {
    return type instanceof CoreType.Num && type != CoreType.V128;
  }

  /** Tests whether a value of the type is a function reference, whose meaning depends on the instance. */
  public static boolean isFuncref(CoreType type) {
    return type instanceof CoreType.Ref ref
        && (ref.heap().equals("func") || ref.heap().equals("nofunc") || ref.heap().startsWith("("));
  }

  /** Returns the number of slots of values of these types. */
  public static int slots(List<CoreType> types) {
    int slots = 0;
    for (CoreType type : types) {
      slots += slots(type);
    }
    return slots;
  }

  private static int slots(CoreType type) {
    return type == CoreType.V128 ? 2 : 1;
  }

  private static int[] funcrefs(List<CoreType> types) {
    return slots(types, Signature::isFuncref);
  }

  /**
   * Returns the slots of some of the values; a v128 has two. It uses no stream, because a signature is made for each import of each
   * instance.
   */
  private static int[] slots(List<CoreType> types, Predicate<CoreType> wanted) {
    int[] found = NONE;
    int slot = 0;
    for (CoreType type : types) {
      if (wanted.test(type)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = slot;
      }
      slot += slots(type);
    }
    return found;
  }
}
