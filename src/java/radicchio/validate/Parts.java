package radicchio.validate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The nodes that a shape is made of. */
final class Parts {
  private Parts() {}

  static List<TypeNode> of(Shape shape) {
    if (shape instanceof Shape.RecordShape s) {
      return s.fields().stream().map(Shape.Field::type).toList();
    } else if (shape instanceof Shape.VariantShape s) {
      return s.cases().stream().map(Shape.Case::type).flatMap(Optional::stream).toList();
    } else if (shape instanceof Shape.ListShape s) {
      return List.of(s.element());
    } else if (shape instanceof Shape.FixedListShape s) {
      return List.of(s.element());
    } else if (shape instanceof Shape.TupleShape s) {
      return s.elements();
    } else if (shape instanceof Shape.OptionShape s) {
      return List.of(s.element());
    } else if (shape instanceof Shape.ResultShape s) {
      return Stream.of(s.ok(), s.err()).flatMap(Optional::stream).toList();
    } else if (shape instanceof Shape.MapShape s) {
      return List.of(s.key(), s.value());
    } else if (shape instanceof Shape.StreamShape s) {
      return s.element().stream().toList();
    } else if (shape instanceof Shape.FutureShape s) {
      return s.element().stream().toList();
    } else if (shape instanceof Shape.OwnShape s) {
      return List.of(s.resource());
    } else if (shape instanceof Shape.BorrowShape s) {
      return List.of(s.resource());
    } else if (shape instanceof Shape.FuncShape s) {
      return Stream.concat(s.params().stream().map(Shape.Field::type), s.result().stream()).toList();
    }
    return List.of();
  }
}
