package radicchio.validate.type;

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
  public List<TypeNode> on(ValueShape.PrimShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(ValueShape.RecordShape s) {
    return s.fields().stream().map(ValueShape.Field::type).toList();
  }

  @Override
  public List<TypeNode> on(ValueShape.VariantShape s) {
    return s.cases().stream().map(ValueShape.Case::type).flatMap(Optional::stream).toList();
  }

  @Override
  public List<TypeNode> on(ValueShape.EnumShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(ValueShape.FlagsShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(ValueShape.ListShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(ValueShape.FixedListShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(ValueShape.TupleShape s) {
    return s.elements();
  }

  @Override
  public List<TypeNode> on(ValueShape.OptionShape s) {
    return List.of(s.element());
  }

  @Override
  public List<TypeNode> on(ValueShape.ResultShape s) {
    return Stream.of(s.ok(), s.err()).flatMap(Optional::stream).toList();
  }

  @Override
  public List<TypeNode> on(ValueShape.MapShape s) {
    return List.of(s.key(), s.value());
  }

  @Override
  public List<TypeNode> on(ValueShape.StreamShape s) {
    return s.element().stream().toList();
  }

  @Override
  public List<TypeNode> on(ValueShape.FutureShape s) {
    return s.element().stream().toList();
  }

  @Override
  public List<TypeNode> on(ValueShape.OwnShape s) {
    return List.of(s.resource());
  }

  @Override
  public List<TypeNode> on(ValueShape.BorrowShape s) {
    return List.of(s.resource());
  }

  @Override
  public List<TypeNode> on(FuncShape s) {
    return Stream.concat(s.params().stream().map(ValueShape.Field::type), s.result().stream())
        .toList();
  }

  @Override
  public List<TypeNode> on(Shape.ResourceShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(InstanceTemplate.InstanceShape s) {
    return List.of();
  }

  @Override
  public List<TypeNode> on(ComponentTemplate.ComponentShape s) {
    return List.of();
  }
}
