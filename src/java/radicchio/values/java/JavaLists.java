package radicchio.values.java;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.RandomAccess;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType;
import radicchio.component.ValType.Prim;

/** Lists and tuples: a list of bytes is a {@code byte[]}, any other list a {@link java.util.List}. */
final class JavaLists {
  static final Maker.OfParts MAKER =
      (parts, deadline) -> Collections.unmodifiableList(Arrays.asList(parts));

  private JavaLists() {}

  // Makers

  static Maker.OfImage imageMaker(ValType element, Maker.OfScalar maker) {
    Scalar scalar = Scalar.of(element);
    return scalar.isByte()
        ? (image, deadline) -> image
        : (image, deadline) -> new ScalarList(image, scalar, maker);
  }

  /** A list of scalars in their image. An element is boxed when it is read. */
  private static final class ScalarList extends AbstractList<Object> implements RandomAccess {
    private final byte[] image;
    private final Scalar scalar;
    private final Maker.OfScalar maker;

    ScalarList(byte[] image, Scalar scalar, Maker.OfScalar maker) {
      this.image = image;
      this.scalar = scalar;
      this.maker = maker;
    }

    @Override
    public Object get(int index) {
      return maker.make(scalar.get(image, Math.multiplyExact(index, scalar.size())));
    }

    @Override
    public int size() {
      return image.length / scalar.size();
    }
  }

  // Readers

  static ValueReader reader(ValType element, ValueReader reader) {
    return of(element, reader, OptionalInt.empty());
  }

  static ValueReader reader(ValType element, ValueReader reader, int length) {
    return of(element, reader, OptionalInt.of(length));
  }

  private static ValueReader of(ValType element, ValueReader reader, OptionalInt length) {
    int most = length.orElseGet(() -> CanonicalFunction.maxListLength(element));
    return Scalar.is(element)
        ? new ImageOf(element, (ValueReader.OfScalar) reader, most, length.isPresent())
        : new PartsOf(reader, most, length.isPresent());
  }

  private static void check(int count, int most, boolean exact) {
    if (count > most || exact && count != most) {
      throw Refusal.of(
          "expected "
              + (exact ? "exactly " : "at most ")
              + most
              + " elements, got "
              + (count > most && !exact ? "more" : count));
    }
  }

  /** Returns the elements of a collection, or of an array of objects or numbers; each is read once. */
  private static Collection<?> elements(Object value, String expected) {
    if (value instanceof Collection<?> collection) {
      return collection;
    }
    if (value instanceof Object[] array) {
      return Arrays.asList(array);
    }
    if (value != null && value.getClass().isArray()) {
      return new AbstractList<Object>() {
        @Override
        public Object get(int index) {
          return Array.get(value, index);
        }

        @Override
        public int size() {
          return Array.getLength(value);
        }
      };
    }
    throw Unfit.but(expected, value);
  }

  /** Reads lists whose elements are not scalars. */
  private record PartsOf(ValueReader element, int most, boolean exact) implements ValueReader {
    @Override
    public Object read(Object value, Reading reading) {
      Collection<?> elements = elements(value, "a list (a Collection or an array)");
      check(elements.size(), most, exact);
      Object[] staged = new Object[elements.size()];
      int index = 0;
      for (Iterator<?> each = elements.iterator(); each.hasNext(); index++) {
        Object next = each.next();
        reading.element();
        if (index == staged.length) {
          throw Refusal.of("the collection has more elements than its size, " + index);
        }
        try {
          staged[index] = element.read(next, reading);
        } catch (Refusal refusal) {
          throw refusal.within("[" + index + "]");
        }
      }
      check(index, most, exact);
      return index == staged.length ? staged : Arrays.copyOf(staged, index);
    }
  }

  /** Reads lists of scalars into their image. */
  private record ImageOf(
      ValType type, ValueReader.OfScalar element, int most, boolean exact, Scalar scalar)
      implements ValueReader {
    ImageOf(ValType type, ValueReader.OfScalar element, int most, boolean exact) {
      this(type, element, most, exact, Scalar.of(type));
    }

    @Override
    public Object read(Object value, Reading reading) {
      if (scalar.isByte() && value instanceof byte[] bytes) {
        check(bytes.length, most, exact);
        return bytes;
      }
      byte[] copied = copied(value);
      if (copied != null) {
        check(copied.length / scalar.size(), most, exact);
        return copied;
      }
      Collection<?> elements =
          elements(
              value,
              scalar.isByte()
                  ? "bytes (a byte[], a ByteBuffer or a Collection)"
                  : "a list (a Collection or an array)");
      return image(elements, reading);
    }

    private byte[] image(Collection<?> elements, Reading reading) {
      check(elements.size(), most, exact);
      byte[] image = new byte[Math.multiplyExact(elements.size(), scalar.size())];
      int index = 0;
      for (Object next : elements) {
        reading.element();
        if (index * scalar.size() == image.length) {
          throw Refusal.of("the collection has more elements than its size, " + index);
        }
        try {
          scalar.put(image, index * scalar.size(), element.readSlot(next));
        } catch (Refusal refusal) {
          throw refusal.within("[" + index + "]");
        }
        index++;
      }
      check(index, most, exact);
      return Arrays.copyOf(image, index * scalar.size());
    }

    /** Returns the image of an array or buffer whose elements are all valid; null for another value. */
    private byte[] copied(Object value) {
      if (scalar.isByte() && value instanceof ByteBuffer buffer) {
        byte[] image = new byte[buffer.remaining()];
        buffer.duplicate().get(image);
        return image;
      }
      if (type == Prim.S32 && value instanceof int[] ints) {
        ByteBuffer image = image(ints.length);
        image.asIntBuffer().put(ints);
        return image.array();
      }
      if ((type == Prim.S64 || type == Prim.U64) && value instanceof long[] longs) {
        ByteBuffer image = image(longs.length);
        image.asLongBuffer().put(longs);
        return image.array();
      }
      if (type == Prim.F64 && value instanceof double[] doubles) {
        ByteBuffer image = image(doubles.length);
        image.asDoubleBuffer().put(doubles);
        return image.array();
      }
      if (type == Prim.F32 && value instanceof float[] floats) {
        ByteBuffer image = image(floats.length);
        image.asFloatBuffer().put(floats);
        return image.array();
      }
      return null;
    }

    private ByteBuffer image(int count) {
      return ByteBuffer.allocate(Math.multiplyExact(count, scalar.size()))
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
