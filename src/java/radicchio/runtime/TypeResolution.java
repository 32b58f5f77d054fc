package radicchio.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import radicchio.component.ValType;
import radicchio.component.ValType.BorrowType;
import radicchio.component.ValType.EnumType;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FlagsType;
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

/** Questions about resolved types. */
final class TypeResolution {
  private TypeResolution() {}

  /** Whether handles of resources occur in a type. */
  static boolean hasHandles(ValType type) {
    return hasHandles(type, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** A type that occurs often is looked at once. */
  private static boolean hasHandles(ValType type, Set<ValType> seen) {
    return type instanceof OwnType
        || type instanceof BorrowType
        || (seen.add(type) && type.match(Children.OF).anyMatch(child -> hasHandles(child, seen)));
  }

  /** The type with an i32 in place of each stream, future and error-context: it flattens to the same. */
  static ValType withoutConcurrency(ValType type) {
    return new WithoutConcurrency(new IdentityHashMap<>()).of(type);
  }

  /** @param known types that occurred before, and what stands in their place */
  private record WithoutConcurrency(Map<ValType, ValType> known) implements ValType.Cases<ValType> {

    ValType of(ValType type) {
      ValType before = known.get(type);
      if (before != null) {
        return before;
      }
      ValType made = type.match(this);
      known.put(type, made);
      return made;
    }

    @Override
    public ValType on(Prim type) {
      return type == Prim.ERROR_CONTEXT ? Prim.U32 : type;
    }

    @Override
    public ValType on(StreamType type) {
      return Prim.U32;
    }

    @Override
    public ValType on(FutureType type) {
      return Prim.U32;
    }

    @Override
    public ValType on(RecordType type) {
      return new RecordType(
          type.fields().stream().map(f -> new ValType.Field(f.name(), of(f.type()))).toList());
    }

    @Override
    public ValType on(VariantType type) {
      return new VariantType(
          type.cases().stream()
              .map(c -> new ValType.Case(c.name(), c.type().map(this::of)))
              .toList());
    }

    @Override
    public ValType on(FixedListType type) {
      return new FixedListType(of(type.element()), type.length());
    }

    @Override
    public ValType on(TupleType type) {
      return new TupleType(type.elements().stream().map(this::of).toList());
    }

    @Override
    public ValType on(OptionType type) {
      return new OptionType(of(type.element()));
    }

    @Override
    public ValType on(ResultType type) {
      return new ResultType(type.ok().map(this::of), type.err().map(this::of));
    }

    @Override
    public ValType on(ListType type) {
      return new ListType(Prim.U8);
    }

    @Override
    public ValType on(MapType type) {
      return new ListType(Prim.U8);
    }

    @Override
    public ValType on(FlagsType type) {
      return type;
    }

    @Override
    public ValType on(EnumType type) {
      return type;
    }

    @Override
    public ValType on(OwnType type) {
      return type;
    }

    @Override
    public ValType on(BorrowType type) {
      return type;
    }
  }

  private static final class Children implements ValType.Cases<Stream<ValType>> {
    static final Children OF = new Children();

    @Override
    public Stream<ValType> on(Prim type) {
      return Stream.empty();
    }

    @Override
    public Stream<ValType> on(RecordType type) {
      return type.fields().stream().map(ValType.Field::type);
    }

    @Override
    public Stream<ValType> on(VariantType type) {
      return type.cases().stream().flatMap(c -> c.type().stream());
    }

    @Override
    public Stream<ValType> on(ListType type) {
      return Stream.of(type.element());
    }

    @Override
    public Stream<ValType> on(FixedListType type) {
      return Stream.of(type.element());
    }

    @Override
    public Stream<ValType> on(TupleType type) {
      return type.elements().stream();
    }

    @Override
    public Stream<ValType> on(OptionType type) {
      return Stream.of(type.element());
    }

    @Override
    public Stream<ValType> on(ResultType type) {
      return Stream.concat(type.ok().stream(), type.err().stream());
    }

    @Override
    public Stream<ValType> on(MapType type) {
      return Stream.of(type.key(), type.value());
    }

    @Override
    public Stream<ValType> on(StreamType type) {
      return type.element().stream();
    }

    @Override
    public Stream<ValType> on(FutureType type) {
      return type.element().stream();
    }

    @Override
    public Stream<ValType> on(FlagsType type) {
      return Stream.empty();
    }

    @Override
    public Stream<ValType> on(EnumType type) {
      return Stream.empty();
    }

    @Override
    public Stream<ValType> on(OwnType type) {
      return Stream.empty();
    }

    @Override
    public Stream<ValType> on(BorrowType type) {
      return Stream.empty();
    }
  }
}
