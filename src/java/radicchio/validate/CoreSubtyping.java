package radicchio.validate;

import java.util.List;
import java.util.stream.Stream;
import radicchio.component.CoreTypeTexts;
import radicchio.engine.CoreType;

/** Checks subtyping of core value types (Core specification, "Matching", "Value Types"). */
final class CoreSubtyping {
  private CoreSubtyping() {}

  static boolean isSubtype(CoreType type, CoreType of) {
    if (type instanceof CoreType.Ref t && of instanceof CoreType.Ref o) {
      return (o.nullable() || !t.nullable()) && isHeapSubtype(t.heap(), o.heap());
    }
    return type.equals(of);
  }

  /** Compares heap types. The engine compares declared supertypes when it links. */
  private static boolean isHeapSubtype(String heap, String of) {
    if (heap.equals(of) || heap.endsWith(CoreTypeTexts.DERIVED) && sameForm(heap, of)) {
      return true;
    }
    return switch (of) {
      case "func" -> heap.equals("nofunc") || heap.startsWith("(func");
      case "extern" -> heap.equals("noextern");
      case "exn" -> heap.equals("noexn");
      case "struct" -> heap.equals("none") || heap.startsWith("(struct");
      case "array" -> heap.equals("none") || heap.startsWith("(array");
      case "i31" -> heap.equals("none");
      case "eq" ->
          List.of("none", "i31", "struct", "array").contains(heap)
              || heap.startsWith("(struct")
              || heap.startsWith("(array");
      case "any" -> heap.equals("eq") || isHeapSubtype(heap, "eq");
      default ->
          heap.equals("nofunc") && of.startsWith("(func")
              || heap.equals("none") && (of.startsWith("(struct") || of.startsWith("(array"));
    };
  }

  private static boolean sameForm(String heap, String other) {
    return Stream.of("(func", "(struct", "(array")
        .anyMatch(form -> heap.startsWith(form) && other.startsWith(form));
  }
}
