package radicchio.validate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Returns the nodes inside a shape. */
public final class Parts implements Shape.Cases<List<TypeNode>> {
  private static final Parts PARTS = new Parts();

  private Parts() {}

  /** Returns the parts of a shape, in order; none for a type with a separate scope. */
  public static List<TypeNode> of(Shape shape) {
    return shape.match(PARTS);
  }

  @Override
  public List<TypeNode> on(Shape.PrimShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(Shape.RecordShape s) {
    return s.fields().stream().map(Shape.Field::type).toList();
  }

  @Override
  public List<TypeNode> on(Shape.VariantShape s) {
    return s.cases().stream().map(Shape.Case::type).flatMap(Optional::stream).toList();
  }

  @Override
  public List<TypeNode> on(Shape.EnumShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(Shape.FlagsShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(Shape.ListShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(Shape.FixedListShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(Shape.TupleShape s) {
    return s.elements();
  }

  @Override
  public List<TypeNode> on(Shape.OptionShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(Shape.ResultShape s) {
    return Stream.of(s.ok(), s.err()).flatMap(Optional::stream).toList();
  }

  @Override
  public List<TypeNode> on(Shape.MapShape s) {
    return List.of(s.key(), s.value());
  }

  @Override
  public List<TypeNode> on(Shape.StreamShape s) {
    return s.element().stream().toList();
  }

  @Override
  public List<TypeNode> on(Shape.FutureShape s) {
    return s.element().stream().toList();
  }

  @Override
  public List<TypeNode> on(Shape.OwnShape s) {
    return List.of(s.resource());
  }

  @Override
  public List<TypeNode> on(Shape.BorrowShape s) {
    return List.of(s.resource());
  }

  @Override
  public List<TypeNode> on(Shape.FuncShape s) {
    return Stream.concat(s.params().stream().map(Shape.Field::type), s.result().stream()).toList();
  }

  @Override
  public List<TypeNode> on(Shape.ResourceShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(Shape.InstanceShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(Shape.ComponentShape s) {
    return List.of();
  }
}
