package radicchio.component;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A value type of the Component Model, resolved: without indices and aliases. Types with the same structure are equal.
 * Resource types are equal if they are the same object.
 */
public sealed interface ValType {

  /**
   * A function with a case for each kind of type. A new kind does not compile until every such function has a case for it.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(Prim type);

    R on(RecordType type);

    R on(VariantType type);

    R on(ListType type);

    R on(FixedListType type);

    R on(TupleType type);

    R on(FlagsType type);

    R on(EnumType type);

    R on(OptionType type);

    R on(ResultType type);

    R on(MapType type);

    R on(OwnType type);

    R on(BorrowType type);

    R on(StreamType type);

    R on(FutureType type);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Types without parts. */
  enum Prim implements ValType {
    BOOL,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    F32,
    F64,
    CHAR,
    STRING,
    ERROR_CONTEXT;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As WIT writes it: {@code "error-context"}. */
    public String text() {
      return text;
    }

    /** Whether a {@code map} may have keys of this type. */
    public boolean isMapKey() {
      return switch (this) {
        case BOOL, S8, U8, S16, U16, S32, U32, S64, U64, CHAR, STRING -> true;
        case F32, F64, ERROR_CONTEXT -> false;
      };
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** A field of a record. */
  record Field(String name, ValType type) {}

  /** A case of a variant. */
  record Case(String name, Optional<ValType> type) {}

  record RecordType(List<Field> fields) implements ValType {
    public RecordType {
      fields = List.copyOf(fields);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record VariantType(List<Case> cases) implements ValType {
    public VariantType {
      cases = List.copyOf(cases);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ListType(ValType element) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FixedListType(ValType element, int length) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record TupleType(List<ValType> elements) implements ValType {
    public TupleType {
      elements = List.copyOf(elements);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FlagsType(List<String> labels) implements ValType {
    public FlagsType {
      labels = List.copyOf(labels);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record EnumType(List<String> cases) implements ValType {
    public EnumType {
      cases = List.copyOf(cases);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OptionType(ValType element) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResultType(Optional<ValType> ok, Optional<ValType> err) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record MapType(ValType key, ValType value) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record OwnType(ResourceType resource) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record BorrowType(ResourceType resource) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record StreamType(Optional<ValType> element) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record FutureType(Optional<ValType> element) implements ValType {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }
}
