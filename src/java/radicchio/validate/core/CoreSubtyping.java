package radicchio.validate.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import radicchio.component.CoreModuleType;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.FuncType;

/**
 * Checks subtyping of core types (Core specification, "Matching", "Value Types", "Heap Types" and "Defined Types"). It knows the
 * declared supertypes of all types of one validation by their texts, which mean the same in every module. Any thread may use it.
 */
public final class CoreSubtyping {
  private final Map<String, String> supertypes = new ConcurrentHashMap<>();

  /** Adds the declared supertypes of a valid module. */
  public void declare(CoreModuleType module) {
    supertypes.putAll(module.supertypes());
  }

  /** Adds the declared supertype of one type. */
  public void declare(String type, String supertype) {
    supertypes.put(type, supertype);
  }

  public boolean isSubtype(CoreType type, CoreType of) {
    if (type instanceof CoreType.Ref t && of instanceof CoreType.Ref o) {
      return (o.nullable() || !t.nullable()) && isHeapSubtype(t.heap(), o.heap());
    }
    return type.equals(of);
  }

  /** Compares the types of functions as definitions: equal, or a declared supertype. */
  public boolean isSubtype(FuncType type, FuncType of) {
    return type.equals(of)
        || type.declared().isPresent()
            && of.declared().isPresent()
            && isDeclaredSubtype(type.declared().get(), of.declared().get());
  }

  /** Tests whether a function of one type can be used as one of the other, by parameters and results. */
  public boolean isStructuralSubtype(FuncType type, FuncType of) {
    return areSubtypes(of.params(), type.params()) && areSubtypes(type.results(), of.results());
  }

  private boolean areSubtypes(List<CoreType> types, List<CoreType> of) {
    return types.size() == of.size()
        && IntStream.range(0, of.size()).allMatch(i -> isSubtype(types.get(i), of.get(i)));
  }

  private boolean isDeclaredSubtype(String type, String of) {
    for (String at = type; at != null; at = supertypes.get(at)) {
      if (at.equals(of)) {
        return true;
      }
    }
    return false;
  }

  private boolean isHeapSubtype(String heap, String of) {
    if (isDeclaredSubtype(heap, of)) {
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
}
