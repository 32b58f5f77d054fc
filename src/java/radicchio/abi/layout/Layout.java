package radicchio.abi.layout;

import java.util.List;
import java.util.Optional;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.component.ResourceType;
import radicchio.component.ValType;
import radicchio.engine.CoreType;

/**
 * A despecialized type with its alignment, its size and its core types ("Alignment", "Element Size", "Flattening").
 * Pointers have 32 bits. Made by {@link Despecialize}.
 */
public sealed interface Layout {
  List<CoreType> POINTER_AND_LENGTH = FlatTypes.elsewhere(CoreType.I32);

  /** Returns the type before despecialization. */
  ValType type();

  /** Returns a power of two. */
  int alignment();

  /** Returns the size in bytes; a multiple of the alignment, more than 0. */
  int size();

  /** Returns size and alignment. */
  default ElementSize elementSize() {
    return new ElementSize(size(), alignment());
  }

  /** Returns the core types, at most {@link FlatTypes#MAX_PARAMS} + 1, because no more are ever passed. */
  List<CoreType> flat();

  /**
   * Returns the approximate heap in bytes of a staged value, without the contents of its strings and lists, for the budget
   * of {@link radicchio.abi.value.Reading#charge}.
   */
  long heap();

  record OfScalar(ValType type, Scalar scalar, List<CoreType> flat) implements Layout {
    @Override
    public int alignment() {
      return scalar.size();
    }

    @Override
    public int size() {
      return scalar.size();
    }

    @Override
    public long heap() {
      return Heap.BOXED;
    }
  }

  record OfString(ValType type) implements Layout {
    @Override
    public int alignment() {
      return ElementSize.POINTER_SIZE;
    }

    @Override
    public int size() {
      return 2 * ElementSize.POINTER_SIZE;
    }

    @Override
    public List<CoreType> flat() {
      return POINTER_AND_LENGTH;
    }

    @Override
    public long heap() {
      return Heap.string(0, false);
    }
  }

  /** A list, or a map, which is a list of records of key and value. */
  record OfList(ValType type, Layout element) implements Layout {
    @Override
    public int alignment() {
      return ElementSize.POINTER_SIZE;
    }

    @Override
    public int size() {
      return 2 * ElementSize.POINTER_SIZE;
    }

    @Override
    public List<CoreType> flat() {
      return POINTER_AND_LENGTH;
    }

    @Override
    public long heap() {
      return Heap.references(0);
    }
  }

  record OfFixedList(ValType type, Layout element, int length, int size, List<CoreType> flat)
      implements Layout {
    @Override
    public int alignment() {
      return element.alignment();
    }

    @Override
    public long heap() {
      return Heap.references(0);
    }
  }

  /** A record or a tuple. */
  record OfRecord(
      ValType type,
      List<Layout> fields,
      List<Integer> offsets,
      int alignment,
      int size,
      List<CoreType> flat,
      long heap)
      implements Layout {
    /** Returns the offsets of the fields in an array. */
    public int[] offsetArray() {
      return offsets.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** A variant with payloads, an option or a result; an enum is a scalar. */
  record OfVariant(
      ValType type,
      List<Optional<Layout>> cases,
      int discriminantSize,
      int payloadOffset,
      int alignment,
      int size,
      List<CoreType> flat,
      long heap)
      implements Layout {}

  /** A stream, a future or an error context, each of which is an index. */
  record OfEnd(ValType type) implements Layout {
    private static final List<CoreType> INDEX = List.of(CoreType.I32);

    /** Tests whether it is an error context. */
    public boolean isErrorContext() {
      return type == ValType.Prim.ERROR_CONTEXT;
    }

    @Override
    public int alignment() {
      return ElementSize.HANDLE.alignment();
    }

    @Override
    public int size() {
      return (int) ElementSize.HANDLE.bytes();
    }

    @Override
    public List<CoreType> flat() {
      return INDEX;
    }

    @Override
    public long heap() {
      return Maker.OfEnd.HEAP;
    }
  }

  record OfHandle(ValType type, ResourceType resource, boolean own) implements Layout {
    private static final List<CoreType> INDEX = List.of(CoreType.I32);

    @Override
    public int alignment() {
      return ElementSize.HANDLE.alignment();
    }

    @Override
    public int size() {
      return (int) ElementSize.HANDLE.bytes();
    }

    @Override
    public List<CoreType> flat() {
      return INDEX;
    }

    @Override
    public long heap() {
      return Heap.HANDLE;
    }
  }
}
