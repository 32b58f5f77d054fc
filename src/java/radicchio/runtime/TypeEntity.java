package radicchio.runtime;

import java.util.List;
import java.util.Optional;
import radicchio.component.DefType;
import radicchio.component.DefType.BorrowDef;
import radicchio.component.DefType.EnumDef;
import radicchio.component.DefType.FixedListDef;
import radicchio.component.DefType.FlagsDef;
import radicchio.component.DefType.FuncDef;
import radicchio.component.DefType.FutureDef;
import radicchio.component.DefType.Labelled;
import radicchio.component.DefType.ListDef;
import radicchio.component.DefType.MapDef;
import radicchio.component.DefType.OptionDef;
import radicchio.component.DefType.OwnDef;
import radicchio.component.DefType.PrimDef;
import radicchio.component.DefType.RecordDef;
import radicchio.component.DefType.ResultDef;
import radicchio.component.DefType.StreamDef;
import radicchio.component.DefType.TupleDef;
import radicchio.component.DefType.VariantDef;
import radicchio.component.FuncType;
import radicchio.component.ResourceType;
import radicchio.component.TypeRef;
import radicchio.component.ValType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A type of one instantiation. A defined one is resolved when it is asked for: most types of a component are
 * never, as the plans made of them are kept.
 */
sealed interface TypeEntity extends LinkedEntity {

  /** A resource type, of this instantiation. */
  record Resource(ResourceType type) implements TypeEntity {}

  /** A type definition in the scope in which its indices have a meaning. */
  final class Defined implements TypeEntity, DefType.Cases<ValType> {
    private final DefType definition;
    private final LinkScope scope;
    private ValType resolved;

    Defined(DefType definition, LinkScope scope) {
      this.definition = definition;
      this.scope = scope;
    }

    DefType definition() {
      return definition;
    }

    @Override
    public String toString() {
      return definition.toString();
    }

    /** The scope in which it was written: that around the type of an instance or component. */
    LinkScope scope() {
      return scope;
    }

    private ValType value() {
      if (resolved == null) {
        resolved = definition.match(this);
      }
      return resolved;
    }

    @Override
    public ValType on(PrimDef d) {
      return d.type();
    }

    @Override
    public ValType on(RecordDef d) {
      return new ValType.RecordType(fields(d.fields()));
    }

    @Override
    public ValType on(VariantDef d) {
      return new ValType.VariantType(
          d.cases().stream().map(c -> new ValType.Case(c.label(), maybe(c.type()))).toList());
    }

    @Override
    public ValType on(ListDef d) {
      return new ValType.ListType(type(d.element()));
    }

    @Override
    public ValType on(FixedListDef d) {
      return new ValType.FixedListType(type(d.element()), d.length());
    }

    @Override
    public ValType on(TupleDef d) {
      return new ValType.TupleType(d.elements().stream().map(this::type).toList());
    }

    @Override
    public ValType on(FlagsDef d) {
      return new ValType.FlagsType(d.labels());
    }

    @Override
    public ValType on(EnumDef d) {
      return new ValType.EnumType(d.cases());
    }

    @Override
    public ValType on(OptionDef d) {
      return new ValType.OptionType(type(d.element()));
    }

    @Override
    public ValType on(ResultDef d) {
      return new ValType.ResultType(maybe(d.ok()), maybe(d.err()));
    }

    @Override
    public ValType on(MapDef d) {
      return new ValType.MapType(type(d.key()), type(d.value()));
    }

    @Override
    public ValType on(OwnDef d) {
      return new ValType.OwnType(scope.type(d.resource()).resource());
    }

    @Override
    public ValType on(BorrowDef d) {
      return new ValType.BorrowType(scope.type(d.resource()).resource());
    }

    @Override
    public ValType on(StreamDef d) {
      return new ValType.StreamType(maybe(d.element()));
    }

    @Override
    public ValType on(FutureDef d) {
      return new ValType.FutureType(maybe(d.element()));
    }

    @Override
    public ValType on(FuncDef d) {
      throw wrong("a value type", d);
    }

    @Override
    public ValType on(DefType.ComponentTypeDef d) {
      throw wrong("a value type", d);
    }

    @Override
    public ValType on(DefType.InstanceTypeDef d) {
      throw wrong("a value type", d);
    }

    @Override
    public ValType on(DefType.ResourceDef d) {
      throw wrong("a value type", d);
    }

    private FuncType function() {
      if (definition instanceof FuncDef d) {
        return new FuncType(fields(d.params()), maybe(d.result()), d.async());
      }
      throw wrong("a function type", definition);
    }

    private List<ValType.Field> fields(List<Labelled> fields) {
      return fields.stream().map(f -> new ValType.Field(f.label(), type(f.type()))).toList();
    }

    private Optional<ValType> maybe(Optional<TypeRef> type) {
      return type.map(this::type);
    }

    private ValType type(TypeRef ref) {
      return ref instanceof TypeRef.Primitive p
          ? p.type()
          : scope.type(((TypeRef.Index) ref).index()).valType();
    }
  }

  /** As the type of values. */
  default ValType valType() {
    if (this instanceof Defined d) {
      return d.value();
    }
    throw wrong("a value type", this);
  }

  /** As the type of a function. */
  default FuncType funcType() {
    if (this instanceof Defined d) {
      return d.function();
    }
    throw wrong("a function type", this);
  }

  /** As a resource type. */
  default ResourceType resource() {
    if (this instanceof Resource r) {
      return r.type();
    }
    throw wrong("a resource type", this);
  }

  private static RadicchioException wrong(String expected, Object found) {
    return RadicchioException.of(ErrorKind.INVALID, "expected " + expected + ", found " + found);
  }
}
