package radicchio.engine.chicory.compiler;

import java.util.List;
import java.util.Optional;
import radicchio.engine.chicory.compiler.division.FunctionPart;

/**
 * What becomes one method: a function, or a part of one.
 *
 * @param type of the method
 * @param part the part, if it is one
 * @param labels the types of the labels around a part, the outermost first
 * @param inner the parts within it, in their order
 * @param validated whether the function was compiled before as a whole, and found valid
 */
record MethodUnit(
    int function,
    TypeTable.FunctionShape type,
    Optional<FunctionPart> part,
    List<int[]> labels,
    List<FunctionPart> inner,
    boolean validated) {

  /** A function that is compiled as a whole. */
  static MethodUnit whole(int function, ModuleShape shape) {
    return new MethodUnit(
        function, shape.function(function), Optional.empty(), List.of(), List.of(), false);
  }

  /** A function with calls of its parts. */
  static MethodUnit divided(int function, List<FunctionPart> parts, ModuleShape shape) {
    return new MethodUnit(
        function, shape.function(function), Optional.empty(), List.of(), parts, true);
  }

  static MethodUnit of(FunctionPart part, int function, List<int[]> labels, LocalLayout layout) {
    int[] results =
        part.exits().length > 0 ? new int[] {WasmTypes.I32} : layout.types(part.results());
    return new MethodUnit(
        function,
        new TypeTable.FunctionShape(layout.types(part.params()), results),
        Optional.of(part),
        labels,
        part.inner(),
        true);
  }

  String method() {
    return part.map(p -> GuestClasses.part(function, p.number()))
        .orElseGet(() -> GuestClasses.method(function));
  }
}
