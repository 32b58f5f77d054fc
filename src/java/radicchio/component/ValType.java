package radicchio.component;

import java.util.List;
import java.util.Optional;

/**
 * A value type of the Component Model, resolved: no indices, no aliases. Types are equal where their
 * structure is; resource types are equal where they are the same object.
 */
public sealed interface ValType {

  /** Types without parts. */
  enum Prim implements ValType {
    BOOL, S8, U8, S16, U16, S32, U32, S64, U64, F32, F64, CHAR, STRING, ERROR_CONTEXT
  }

  /** A field of a record. */
  record Field(String name, ValType type) {}

  /** A case of a variant. */
  record Case(String name, Optional<ValType> type) {}

  record RecordType(List<Field> fields) implements ValType {
    public RecordType {
      fields = List.copyOf(fields);
    }
  }

  record VariantType(List<Case> cases) implements ValType {
    public VariantType {
      cases = List.copyOf(cases);
    }
  }

  record ListType(ValType element) implements ValType {}

  record FixedListType(ValType element, int length) implements ValType {}

  record TupleType(List<ValType> elements) implements ValType {
    public TupleType {
      elements = List.copyOf(elements);
    }
  }

  record FlagsType(List<String> labels) implements ValType {
    public FlagsType {
      labels = List.copyOf(labels);
    }
  }

  record EnumType(List<String> cases) implements ValType {
    public EnumType {
      cases = List.copyOf(cases);
    }
  }

  record OptionType(ValType element) implements ValType {}

  record ResultType(Optional<ValType> ok, Optional<ValType> err) implements ValType {}

  record MapType(ValType key, ValType value) implements ValType {}

  record OwnType(ResourceType resource) implements ValType {}

  record BorrowType(ResourceType resource) implements ValType {}

  record StreamType(Optional<ValType> element) implements ValType {}

  record FutureType(Optional<ValType> element) implements ValType {}
}
