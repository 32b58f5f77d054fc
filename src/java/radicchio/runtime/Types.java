package radicchio.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

/** Questions about resolved types. */
final class Types {
  private Types() {}

  /** Whether handles of resources occur in a type. */
  static boolean hasHandles(ValType type) {
    return hasHandles(type, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** A type that occurs often is looked at once. */
  private static boolean hasHandles(ValType type, Set<ValType> seen) {
    return type instanceof OwnType
        || type instanceof BorrowType
        || (seen.add(type) && children(type).anyMatch(child -> hasHandles(child, seen)));
  }

  private static boolean isConcurrent(ValType type) {
    return type instanceof StreamType || type instanceof FutureType || type == Prim.ERROR_CONTEXT;
  }

  /** The type with an i32 in place of each stream, future and error-context: it flattens to the same. */
  static ValType withoutConcurrency(ValType type) {
    return new WithoutConcurrency(new IdentityHashMap<>()).of(type);
  }

  /** @param known types that occurred before, and what stands in their place */
  private record WithoutConcurrency(Map<ValType, ValType> known) {

    ValType of(ValType type) {
      ValType before = known.get(type);
      if (before != null) {
        return before;
      }
      ValType made = make(type);
      known.put(type, made);
      return made;
    }

    private ValType make(ValType type) {
      if (isConcurrent(type)) {
        return Prim.U32;
      } else if (type instanceof RecordType t) {
        return new RecordType(
            t.fields().stream().map(f -> new ValType.Field(f.name(), of(f.type()))).toList());
      } else if (type instanceof VariantType t) {
        return new VariantType(
            t.cases().stream().map(c -> new ValType.Case(c.name(), c.type().map(this::of))).toList());
      } else if (type instanceof FixedListType t) {
        return new FixedListType(of(t.element()), t.length());
      } else if (type instanceof TupleType t) {
        return new TupleType(t.elements().stream().map(this::of).toList());
      } else if (type instanceof OptionType t) {
        return new OptionType(of(t.element()));
      } else if (type instanceof ResultType t) {
        return new ResultType(t.ok().map(this::of), t.err().map(this::of));
      } else if (type instanceof ListType || type instanceof MapType) {
        return new ListType(Prim.U8);
      }
      return type;
    }
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
}
