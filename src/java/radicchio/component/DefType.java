package radicchio.component;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.engine.CoreType;

/** The right side of a type definition, with the indices that the binary format has ({@code deftype}). */
public sealed interface DefType {

  /** The definition of a value type. */
  sealed interface Value extends DefType {}

  /** A name and its type: a record's field or a function's parameter. */
  record Labelled(String label, TypeRef type) {}

  /** A case of a variant. */
  record CaseDef(String label, Optional<TypeRef> type) {}

  record PrimDef(ValType.Prim type) implements Value {}

  record RecordDef(List<Labelled> fields) implements Value {
    public RecordDef {
      fields = List.copyOf(fields);
    }
  }

  record VariantDef(List<CaseDef> cases) implements Value {
    public VariantDef {
      cases = List.copyOf(cases);
    }
  }

  record ListDef(TypeRef element) implements Value {}

  record FixedListDef(TypeRef element, int length) implements Value {}

  record TupleDef(List<TypeRef> elements) implements Value {
    public TupleDef {
      elements = List.copyOf(elements);
    }
  }

  record FlagsDef(List<String> labels) implements Value {
    public FlagsDef {
      labels = List.copyOf(labels);
    }
  }

  record EnumDef(List<String> cases) implements Value {
    public EnumDef {
      cases = List.copyOf(cases);
    }
  }

  record OptionDef(TypeRef element) implements Value {}

  record ResultDef(Optional<TypeRef> ok, Optional<TypeRef> err) implements Value {}

  /**
   * A handle that owns.
   *
   * @param resource a type's index
   */
  record OwnDef(int resource) implements Value {}

  /**
   * A handle that borrows.
   *
   * @param resource a type's index
   */
  record BorrowDef(int resource) implements Value {}

  record StreamDef(Optional<TypeRef> element) implements Value {}

  record FutureDef(Optional<TypeRef> element) implements Value {}

  record MapDef(TypeRef key, TypeRef value) implements Value {}

  record FuncDef(boolean async, List<Labelled> params, Optional<TypeRef> result)
      implements DefType {
    public FuncDef {
      params = List.copyOf(params);
    }
  }

  record ComponentTypeDef(List<Declarator> declarators) implements DefType {
    public ComponentTypeDef {
      declarators = List.copyOf(declarators);
    }
  }

  record InstanceTypeDef(List<Declarator> declarators) implements DefType {
    public InstanceTypeDef {
      declarators = List.copyOf(declarators);
    }
  }

  /**
   * A resource.
   *
   * @param representation what its owner keeps for it: i32
   * @param destructor a core function's index
   */
  record ResourceDef(CoreType representation, OptionalInt destructor) implements DefType {}
}
