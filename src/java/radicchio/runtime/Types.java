package radicchio.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.MapType;
import radicchio.component.ValType.OptionType;
import radicchio.component.ValType.OwnType;
import radicchio.component.ValType.Prim;
import radicchio.component.ValType.RecordType;
import radicchio.component.ValType.ResultType;
import radicchio.component.ValType.StreamType;
import radicchio.component.ValType.TupleType;
import radicchio.component.ValType.VariantType;

/** Questions about resolved types, and their text as WIT writes it. */
final class Types {
  private Types() {}

  /** Whether handles of resources occur in a type. */
  static boolean hasHandles(ValType type) {
    return anywhere(type, t -> t instanceof OwnType || t instanceof BorrowType);
  }

  /** The first type that this library does not pass yet: a stream, a future or an error-context. */
  static Optional<String> unsupported(FuncType type) {
    return Stream.concat(type.params().stream().map(ValType.Field::type), type.result().stream())
        .flatMap(Types::parts)
        .flatMap(Types::concurrent)
        .findFirst();
  }

  private static Stream<String> concurrent(ValType type) {
    if (type instanceof StreamType) {
      return Stream.of("stream");
    }
    if (type instanceof FutureType) {
      return Stream.of("future");
    }
    return type == Prim.ERROR_CONTEXT ? Stream.of("error-context") : Stream.empty();
  }

  /** The type with an i32 in place of each stream, future and error-context: it flattens to the same. */
  static ValType withoutConcurrency(ValType type) {
    if (concurrent(type).findAny().isPresent()) {
      return Prim.U32;
    } else if (type instanceof RecordType t) {
      return new RecordType(
          t.fields().stream().map(f -> new ValType.Field(f.name(), withoutConcurrency(f.type()))).toList());
    } else if (type instanceof VariantType t) {
      return new VariantType(
          t.cases().stream().map(c -> new ValType.Case(c.name(), c.type().map(Types::withoutConcurrency))).toList());
    } else if (type instanceof FixedListType t) {
      return new FixedListType(withoutConcurrency(t.element()), t.length());
    } else if (type instanceof TupleType t) {
      return new TupleType(t.elements().stream().map(Types::withoutConcurrency).toList());
    } else if (type instanceof OptionType t) {
      return new OptionType(withoutConcurrency(t.element()));
    } else if (type instanceof ResultType t) {
      return new ResultType(t.ok().map(Types::withoutConcurrency), t.err().map(Types::withoutConcurrency));
    } else if (type instanceof ListType || type instanceof MapType) {
      return new ListType(Prim.U8);
    }
    return type;
  }

  private static boolean anywhere(ValType type, Predicate<ValType> predicate) {
    return parts(type).anyMatch(predicate);
  }

  /** A type and all types in it. */
  private static Stream<ValType> parts(ValType type) {
    return Stream.concat(Stream.of(type), children(type).flatMap(Types::parts));
  }

  private static Stream<ValType> children(ValType type) {
    if (type instanceof RecordType t) {
      return t.fields().stream().map(ValType.Field::type);
    } else if (type instanceof VariantType t) {
      return t.cases().stream().flatMap(c -> c.type().stream());
    } else if (type instanceof ListType t) {
      return Stream.of(t.element());
    } else if (type instanceof FixedListType t) {
      return Stream.of(t.element());
    } else if (type instanceof TupleType t) {
      return t.elements().stream();
    } else if (type instanceof OptionType t) {
      return Stream.of(t.element());
    } else if (type instanceof ResultType t) {
      return Stream.concat(t.ok().stream(), t.err().stream());
    } else if (type instanceof MapType t) {
      return Stream.of(t.key(), t.value());
    }
    return Stream.empty();
  }

  /** {@code "func(message: string) -> option<u32>"}. */
  static String text(FuncType type) {
    return (type.async() ? "async func(" : "func(")
        + type.params().stream()
            .map(p -> p.name() + ": " + text(p.type()))
            .collect(Collectors.joining(", "))
        + ")"
        + type.result().map(r -> " -> " + text(r)).orElse("");
  }

  /** A type as WIT writes it, records and their kin in place of their names. */
  static String text(ValType type) {
    if (type instanceof Prim t) {
      return t.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    } else if (type instanceof RecordType t) {
      return braces("record", t.fields().stream().map(f -> f.name() + ": " + text(f.type())));
    } else if (type instanceof VariantType t) {
      return braces("variant", t.cases().stream().map(c -> c.name() + c.type().map(p -> "(" + text(p) + ")").orElse("")));
    } else if (type instanceof ValType.FlagsType t) {
      return braces("flags", t.labels().stream());
    } else if (type instanceof ValType.EnumType t) {
      return braces("enum", t.cases().stream());
    } else if (type instanceof ListType t) {
      return "list<" + text(t.element()) + ">";
    } else if (type instanceof FixedListType t) {
      return "list<" + text(t.element()) + ", " + t.length() + ">";
    } else if (type instanceof TupleType t) {
      return "tuple<" + t.elements().stream().map(Types::text).collect(Collectors.joining(", ")) + ">";
    } else if (type instanceof OptionType t) {
      return "option<" + text(t.element()) + ">";
    } else if (type instanceof ResultType t) {
      return result(t);
    } else if (type instanceof MapType t) {
      return "map<" + text(t.key()) + ", " + text(t.value()) + ">";
    } else if (type instanceof OwnType t) {
      return t.resource().name();
    } else if (type instanceof BorrowType t) {
      return "borrow<" + t.resource().name() + ">";
    } else if (type instanceof StreamType t) {
      return "stream" + t.element().map(e -> "<" + text(e) + ">").orElse("");
    }
    return "future" + ((FutureType) type).element().map(e -> "<" + text(e) + ">").orElse("");
  }

  private static String result(ResultType type) {
    if (type.ok().isEmpty() && type.err().isEmpty()) {
      return "result";
    }
    List<String> arms =
        type.err().isEmpty()
            ? List.of(text(type.ok().get()))
            : List.of(type.ok().map(Types::text).orElse("_"), text(type.err().get()));
    return "result<" + String.join(", ", arms) + ">";
  }

  private static String braces(String keyword, Stream<String> parts) {
    return parts.collect(Collectors.joining(", ", keyword + " {", "}"));
  }
}
