package radicchio.runtime.link;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import radicchio.component.FuncType;
import radicchio.component.ResourceType;
import radicchio.component.ValType;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.InstanceTemplate;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/**
 * Converts the types from validation to those of the Canonical ABI. A type that occurs often in a function's type is made once.
 */
final class ValueTypes implements Shape.Cases<ValType> {
  private final Function<Shape.ResourceShape, ResourceType> resources;
  private final Map<Shape, ValType> made = new IdentityHashMap<>();

  /** @param resources returns the resource type of a resource */
  ValueTypes(Function<Shape.ResourceShape, ResourceType> resources) {
    this.resources = resources;
  }

  /** The type of a function that mentions no resource, which is the same in each instantiation. */
  static FuncType withoutResources(FuncShape shape) {
    return new ValueTypes(
            resource -> {
              throw new IllegalStateException("a function without resources mentions one");
            })
        .function(shape);
  }

  FuncType function(FuncShape shape) {
    return new FuncType(fields(shape.params()), maybe(shape.result()), shape.async());
  }

  private ValType of(TypeNode node) {
    ValType known = made.get(node.shape());
    if (known == null) {
      known = node.shape().match(this);
      made.put(node.shape(), known);
    }
    return known;
  }

  private Optional<ValType> maybe(Optional<TypeNode> node) {
    return node.map(this::of);
  }

  private List<ValType.Field> fields(List<ValueShape.Field> fields) {
    return fields.stream().map(f -> new ValType.Field(f.label(), of(f.type()))).toList();
  }

  @Override
  public ValType on(ValueShape.PrimShape s) {
    return s.type();
  }

  @Override
  public ValType on(ValueShape.RecordShape s) {
    return new ValType.RecordType(fields(s.fields()));
  }

  @Override
  public ValType on(ValueShape.VariantShape s) {
    return new ValType.VariantType(
        s.cases().stream().map(c -> new ValType.Case(c.label(), maybe(c.type()))).toList());
  }

  @Override
  public ValType on(ValueShape.EnumShape s) {
    return new ValType.EnumType(s.cases());
  }

  @Override
  public ValType on(ValueShape.FlagsShape s) {
    return new ValType.FlagsType(s.labels());
  }

  @Override
  public ValType on(ValueShape.ListShape s) {
    return new ValType.ListType(of(s.element()));
  }

  @Override
  public ValType on(ValueShape.FixedListShape s) {
    return new ValType.FixedListType(of(s.element()), s.length());
  }

  @Override
  public ValType on(ValueShape.TupleShape s) {
    return new ValType.TupleType(s.elements().stream().map(this::of).toList());
  }

  @Override
  public ValType on(ValueShape.OptionShape s) {
    return new ValType.OptionType(of(s.element()));
  }

  @Override
  public ValType on(ValueShape.ResultShape s) {
    return new ValType.ResultType(maybe(s.ok()), maybe(s.err()));
  }

  @Override
  public ValType on(ValueShape.MapShape s) {
    return new ValType.MapType(of(s.key()), of(s.value()));
  }

  @Override
  public ValType on(ValueShape.StreamShape s) {
    return new ValType.StreamType(maybe(s.element()));
  }

  @Override
  public ValType on(ValueShape.FutureShape s) {
    return new ValType.FutureType(maybe(s.element()));
  }

  @Override
  public ValType on(ValueShape.OwnShape s) {
    return new ValType.OwnType(resource(s.resource()));
  }

  @Override
  public ValType on(ValueShape.BorrowShape s) {
    return new ValType.BorrowType(resource(s.resource()));
  }

  private ResourceType resource(TypeNode node) {
    return resources.apply((Shape.ResourceShape) node.shape());
  }

  @Override
  public ValType on(Shape.ResourceShape s) {
    throw notValue(s);
  }

  @Override
  public ValType on(FuncShape s) {
    throw notValue(s);
  }

  @Override
  public ValType on(InstanceTemplate.InstanceShape s) {
    throw notValue(s);
  }

  @Override
  public ValType on(ComponentTemplate.ComponentShape s) {
    throw notValue(s);
  }

  private static IllegalStateException notValue(Shape shape) {
    return new IllegalStateException(shape.noun() + " is not the type of a value");
  }
}
