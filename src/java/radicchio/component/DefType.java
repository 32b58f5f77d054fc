package radicchio.component;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.engine.CoreType;

/** The right side of a type definition, with the indices of the binary format ({@code deftype}). */
public sealed interface DefType {

  /**
   * A function with a case for each kind of type definition. A new kind does not compile until every such function has a
   * case for it.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(PrimDef type);

    R on(RecordDef type);

    R on(VariantDef type);

    R on(ListDef type);

    R on(FixedListDef type);

    R on(TupleDef type);

    R on(FlagsDef type);

    R on(EnumDef type);

    R on(OptionDef type);

    R on(ResultDef type);

    R on(OwnDef type);

    R on(BorrowDef type);

    R on(StreamDef type);

    R on(FutureDef type);

    R on(MapDef type);

    R on(FuncDef type);

    R on(ComponentTypeDef type);

    R on(InstanceTypeDef type);

    R on(ResourceDef type);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** The definition of a value type. */
  sealed interface Value extends DefType {}

  /** A name and its type: a record's field or a function's parameter. */
  record Labelled(String label, TypeRef type) {}

  /** A case of a variant. */
  record CaseDef(String label, Optional<TypeRef> type) {}

  record PrimDef(ValType.Prim type) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record RecordDef(List<Labelled> fields) implements Value {
    public RecordDef {
      fields = List.copyOf(fields);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record VariantDef(List<CaseDef> cases) implements Value {
    public VariantDef {
      cases = List.copyOf(cases);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ListDef(TypeRef element) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FixedListDef(TypeRef element, int length) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record TupleDef(List<TypeRef> elements) implements Value {
    public TupleDef {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FlagsDef(List<String> labels) implements Value {
    public FlagsDef {
      labels = List.copyOf(labels);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record EnumDef(List<String> cases) implements Value {
    public EnumDef {
      cases = List.copyOf(cases);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OptionDef(TypeRef element) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResultDef(Optional<TypeRef> ok, Optional<TypeRef> err) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * An owning handle.
   *
   * @param resource a type's index
   */
  record OwnDef(int resource) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A borrowing handle.
   *
   * @param resource a type's index
   */
  record BorrowDef(int resource) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record StreamDef(Optional<TypeRef> element) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FutureDef(Optional<TypeRef> element) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record MapDef(TypeRef key, TypeRef value) implements Value {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FuncDef(boolean async, List<Labelled> params, Optional<TypeRef> result)
      implements DefType {
    public FuncDef {
      params = List.copyOf(params);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ComponentTypeDef(List<Declarator> declarators) implements DefType {
    public ComponentTypeDef {
      declarators = List.copyOf(declarators);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record InstanceTypeDef(List<Declarator> declarators) implements DefType {
    public InstanceTypeDef {
      declarators = List.copyOf(declarators);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A resource.
   *
   * @param representation the core type of its representation: i32
   * @param destructor a core function's index
   */
  record ResourceDef(CoreType representation, OptionalInt destructor) implements DefType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
