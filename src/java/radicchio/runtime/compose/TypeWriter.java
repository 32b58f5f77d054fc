package radicchio.runtime.compose;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.component.DefType;
import radicchio.component.TypeRef;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.InstanceTemplate;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/** Writes types of one component as definitions of another scope. A type that has a name there is referred to by its index. */
final class TypeWriter implements Shape.Cases<DefType> {
  private final Scope scope;
  private final Map<TypeNode, Integer> made = new IdentityHashMap<>();

  TypeWriter(Scope scope) {
    this.scope = scope;
  }

  /** The scope that gets the definitions. */
  interface Scope {
    /** Appends a type. Returns its index. */
    int define(DefType type);

    /** Returns the index of a type, if this node of it has a name in the scope. */
    OptionalInt named(TypeNode type);
  }

  /** Returns the index of the nearest name that a type has in the scope. */
  private OptionalInt named(TypeNode type) {
    Optional<TypeNode> node = Optional.of(type);
    while (node.isPresent()) {
      OptionalInt named = scope.named(node.get());
      if (named.isPresent()) {
        return named;
      }
      node = node.get().aliasOf();
    }
    return OptionalInt.empty();
  }

  /** Tests whether a type has a name in the scope. */
  boolean isNamed(TypeNode type) {
    return named(type).isPresent();
  }

  /** Returns the index of a type, which is defined if it has none yet. */
  int index(TypeNode type) {
    OptionalInt named = named(type);
    if (named.isPresent()) {
      return named.getAsInt();
    }
    Integer known = made.get(type.origin());
    if (known == null) {
      known = scope.define(type.shape().match(this));
      made.put(type.origin(), known);
    }
    return known;
  }

  private TypeRef ref(TypeNode type) {
    return type.shape() instanceof ValueShape.PrimShape prim && !isNamed(type)
        ? new TypeRef.Primitive(prim.type())
        : new TypeRef.Index(index(type));
  }

  private Optional<TypeRef> ref(Optional<TypeNode> type) {
    return type.map(this::ref);
  }

  private List<DefType.Labelled> labelled(List<ValueShape.Field> fields) {
    return fields.stream().map(f -> new DefType.Labelled(f.label(), ref(f.type()))).toList();
  }

  @Override
  public DefType on(ValueShape.PrimShape s) {
    return new DefType.PrimDef(s.type());
  }

  @Override
  public DefType on(ValueShape.RecordShape s) {
    return new DefType.RecordDef(labelled(s.fields()));
  }

  @Override
  public DefType on(ValueShape.VariantShape s) {
    return new DefType.VariantDef(
        s.cases().stream().map(c -> new DefType.CaseDef(c.label(), ref(c.type()))).toList());
  }

  @Override
  public DefType on(ValueShape.EnumShape s) {
    return new DefType.EnumDef(s.cases());
  }

  @Override
  public DefType on(ValueShape.FlagsShape s) {
    return new DefType.FlagsDef(s.labels());
  }

  @Override
  public DefType on(ValueShape.ListShape s) {
    return new DefType.ListDef(ref(s.element()));
  }

  @Override
  public DefType on(ValueShape.FixedListShape s) {
    return new DefType.FixedListDef(ref(s.element()), s.length());
  }

  @Override
  public DefType on(ValueShape.TupleShape s) {
    return new DefType.TupleDef(s.elements().stream().map(this::ref).toList());
  }

  @Override
  public DefType on(ValueShape.OptionShape s) {
    return new DefType.OptionDef(ref(s.element()));
  }

  @Override
  public DefType on(ValueShape.ResultShape s) {
    return new DefType.ResultDef(ref(s.ok()), ref(s.err()));
  }

  @Override
  public DefType on(ValueShape.MapShape s) {
    return new DefType.MapDef(ref(s.key()), ref(s.value()));
  }

  @Override
  public DefType on(ValueShape.StreamShape s) {
    return new DefType.StreamDef(ref(s.element()));
  }

  @Override
  public DefType on(ValueShape.FutureShape s) {
    return new DefType.FutureDef(ref(s.element()));
  }

  @Override
  public DefType on(ValueShape.OwnShape s) {
    return new DefType.OwnDef(index(s.resource()));
  }

  @Override
  public DefType on(ValueShape.BorrowShape s) {
    return new DefType.BorrowDef(index(s.resource()));
  }

  @Override
  public DefType on(FuncShape s) {
    return new DefType.FuncDef(s.async(), labelled(s.params()), ref(s.result()));
  }

  @Override
  public DefType on(Shape.ResourceShape s) {
    throw NotComposable.unsupported("a resource that is neither imported nor exported");
  }

  @Override
  public DefType on(InstanceTemplate.InstanceShape s) {
    throw NotComposable.unsupported(s.noun());
  }

  @Override
  public DefType on(ComponentTemplate.ComponentShape s) {
    throw NotComposable.unsupported(s.noun());
  }
}
