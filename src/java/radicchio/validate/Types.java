package radicchio.validate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import radicchio.abi.layout.ElementSize;
import radicchio.abi.layout.Scalar;
import radicchio.component.DefType;
import radicchio.component.DefType.Labelled;
import radicchio.component.TypeRef;
import radicchio.component.ValType.Prim;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Extent;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Facts;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.Resource;
import radicchio.validate.type.Shape;
import radicchio.validate.type.ShapeFacts;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/** Evaluates definitions of types (Binary.md, "Type Definitions"). */
final class Types implements DefType.Cases<TypeNode> {
  private static final ExternType.FuncType DESTRUCTOR =
      new ExternType.FuncType(List.of(CoreType.I32), List.of());

  private final Scope scope;

  private Types(Scope scope) {
    this.scope = scope;
  }

  /** Returns the node that a type definition defines. */
  static TypeNode node(DefType type, Scope scope) {
    return type.match(new Types(scope));
  }

  /** Makes a node for a new type. Throws if it is too large. */
  static TypeNode limited(Shape shape) {
    TypeNode node = ShapeFacts.node(shape);
    Facts facts = node.facts();
    if (facts.size().isTooLarge()) {
      throw new Invalid("expected a size of less than 2^28 bytes");
    }
    if (facts.nodes() >= Extent.MAX_NODES) {
      throw Extent.tooLarge();
    }
    if (facts.depth() > ElementSize.MAX_DEPTH) {
      throw new Invalid(
          "expected at most " + ElementSize.MAX_DEPTH + " levels of nested types, got more");
    }
    return node;
  }

  @Override
  public TypeNode on(DefType.PrimDef t) {
    return limited(new ValueShape.PrimShape(t.type()));
  }

  @Override
  public TypeNode on(DefType.RecordDef t) {
    return limited(
        new ValueShape.RecordShape(
            fields(nonEmpty(t.fields(), "a record", "field"), "field", scope)));
  }

  @Override
  public TypeNode on(DefType.VariantDef t) {
    return limited(
        new ValueShape.VariantShape(cases(nonEmpty(t.cases(), "a variant", "case"), scope)));
  }

  @Override
  public TypeNode on(DefType.EnumDef t) {
    return limited(
        new ValueShape.EnumShape(labels(nonEmpty(t.cases(), "an enum", "case"), "case")));
  }

  @Override
  public TypeNode on(DefType.FlagsDef t) {
    return limited(new ValueShape.FlagsShape(flags(t.labels())));
  }

  @Override
  public TypeNode on(DefType.TupleDef t) {
    return limited(
        new ValueShape.TupleShape(
            nonEmpty(t.elements(), "a tuple", "element").stream()
                .map(e -> value(e, scope))
                .toList()));
  }

  @Override
  public TypeNode on(DefType.ListDef t) {
    return limited(new ValueShape.ListShape(value(t.element(), scope)));
  }

  @Override
  public TypeNode on(DefType.FixedListDef t) {
    if (t.length() == 0) {
      throw new Invalid("expected at least one element in a list of fixed length");
    }
    return limited(new ValueShape.FixedListShape(value(t.element(), scope), t.length()));
  }

  @Override
  public TypeNode on(DefType.OptionDef t) {
    return limited(new ValueShape.OptionShape(value(t.element(), scope)));
  }

  @Override
  public TypeNode on(DefType.ResultDef t) {
    return limited(new ValueShape.ResultShape(value(t.ok(), scope), value(t.err(), scope)));
  }

  @Override
  public TypeNode on(DefType.MapDef t) {
    return limited(map(t, scope));
  }

  @Override
  public TypeNode on(DefType.FuncDef t) {
    return limited(func(t, scope));
  }

  @Override
  public TypeNode on(DefType.OwnDef t) {
    return limited(new ValueShape.OwnShape(resource(t.resource(), scope)));
  }

  @Override
  public TypeNode on(DefType.BorrowDef t) {
    return limited(new ValueShape.BorrowShape(resource(t.resource(), scope)));
  }

  @Override
  public TypeNode on(DefType.StreamDef t) {
    return limited(new ValueShape.StreamShape(element(t.element(), "a stream", scope)));
  }

  @Override
  public TypeNode on(DefType.FutureDef t) {
    return limited(new ValueShape.FutureShape(element(t.element(), "a future", scope)));
  }

  @Override
  public TypeNode on(DefType.ResourceDef t) {
    return limited(resourceDef(t, scope));
  }

  @Override
  public TypeNode on(DefType.InstanceTypeDef t) {
    return scope.insides().type(t, scope);
  }

  @Override
  public TypeNode on(DefType.ComponentTypeDef t) {
    return scope.insides().type(t, scope);
  }

  /** Returns the value type of a part of another type. */
  static TypeNode value(TypeRef ref, Scope scope) {
    return ref.match(new ValueRef(scope));
  }

  private record ValueRef(Scope scope) implements TypeRef.Cases<TypeNode> {
    @Override
    public TypeNode on(TypeRef.Primitive ref) {
      return ShapeFacts.node(new ValueShape.PrimShape(ref.type()));
    }

    @Override
    public TypeNode on(TypeRef.Index ref) {
      TypeNode type = scope.spaces.types.get(ref.index());
      if (type.shape() instanceof ValueShape) {
        return type;
      }
      throw new Invalid(
          "type " + ref.index() + " is " + type.shape().noun() + ", expected the type of a value");
    }
  }

  private static Optional<TypeNode> value(Optional<TypeRef> ref, Scope scope) {
    return ref.map(r -> value(r, scope));
  }

  /** Returns the resource type with an index. */
  static TypeNode resource(int index, Scope scope) {
    TypeNode type = scope.spaces.types.get(index);
    if (type.shape() instanceof Shape.ResourceShape) {
      return type;
    }
    throw new Invalid("type " + index + " is " + type.shape().noun() + ", expected a resource");
  }

  private static <T> List<T> nonEmpty(List<T> parts, String what, String part) {
    if (parts.isEmpty()) {
      throw new Invalid("expected at least one " + part + " in " + what);
    }
    return parts;
  }

  private static List<ValueShape.Field> fields(List<Labelled> fields, String what, Scope scope) {
    Set<String> before = new HashSet<>();
    List<ValueShape.Field> checked = new ArrayList<>();
    for (Labelled field : fields) {
      Names.label(field.label(), what, before);
      checked.add(new ValueShape.Field(field.label(), value(field.type(), scope)));
    }
    return List.copyOf(checked);
  }

  private static List<ValueShape.Case> cases(List<DefType.CaseDef> cases, Scope scope) {
    Set<String> before = new HashSet<>();
    List<ValueShape.Case> checked = new ArrayList<>();
    for (DefType.CaseDef c : cases) {
      Names.label(c.label(), "case", before);
      checked.add(new ValueShape.Case(c.label(), value(c.type(), scope)));
    }
    return List.copyOf(checked);
  }

  private static List<String> labels(List<String> labels, String what) {
    Set<String> before = new HashSet<>();
    labels.forEach(label -> Names.label(label, what, before));
    return labels;
  }

  private static List<String> flags(List<String> labels) {
    nonEmpty(labels, "a flags type", "flag");
    if (labels.size() > Scalar.MAX_FLAGS) {
      throw new Invalid(
          "expected at most " + Scalar.MAX_FLAGS + " flags in a flags type, got " + labels.size());
    }
    return labels(labels, "flag");
  }

  private static Shape map(DefType.MapDef type, Scope scope) {
    TypeNode key = value(type.key(), scope);
    if (!(key.shape() instanceof ValueShape.PrimShape p && p.type().isMapKey())) {
      throw new Invalid(
          "expected a bool, an integer, a char or a string as the key of a map, got "
              + key.shape().noun());
    }
    return new ValueShape.MapShape(key, value(type.value(), scope));
  }

  private static Shape func(DefType.FuncDef type, Scope scope) {
    List<ValueShape.Field> params = fields(type.params(), "parameter", scope);
    Optional<TypeNode> result = value(type.result(), scope);
    if (result.filter(r -> r.facts().borrow()).isPresent()) {
      throw new Invalid("unexpected borrow in a function's result");
    }
    return new FuncShape(type.async(), params, result);
  }

  private static Optional<TypeNode> element(Optional<TypeRef> ref, String what, Scope scope) {
    Optional<TypeNode> element = value(ref, scope);
    if (element.filter(e -> e.facts().borrow()).isPresent()) {
      throw new Invalid("unexpected borrow in the elements of " + what);
    }
    if (what.equals("a stream")
        && element
            .filter(e -> e.shape() instanceof ValueShape.PrimShape p && p.type() == Prim.CHAR)
            .isPresent()) {
      throw new Invalid("a stream of char is not supported yet");
    }
    return element;
  }

  private static Shape resourceDef(DefType.ResourceDef type, Scope scope) {
    if (scope.kind() != Scope.Kind.COMPONENT) {
      throw new Invalid("unexpected resource definition in a type; expected it in a component");
    }
    if (type.representation() != CoreType.I32) {
      throw new Invalid("expected i32 as the representation of a resource");
    }
    OptionalInt destructor = type.destructor();
    if (destructor.isPresent()) {
      CoreMatching.signature(
          "the destructor", scope.spaces.coreFuncs.get(destructor.getAsInt()), DESTRUCTOR);
    }
    return new Shape.ResourceShape(new Resource(scope.definer()));
  }
}
