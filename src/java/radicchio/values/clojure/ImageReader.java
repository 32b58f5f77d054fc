package radicchio.values.clojure;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType;
import radicchio.component.ValType.Prim;

/**
 * Reads lists of scalars directly into their image in memory. A byte array for {@code list<u8>} is the image already.
 * Other primitive arrays, and {@link Packed} numbers, are copied in bulk.
 */
final class ImageReader implements ValueReader {
  /** The heap of a number in a sequence that holds it: itself, and an element of an array. */
  private static final long BOXED = Heap.BOXED + 4;

  private final Scalar scalar;
  private final ValueReader.OfScalar element;
  private final PrimitiveArrays arrays;
  private final Length length;

  private ImageReader(ValType type, ValueReader element, Length length) {
    this.scalar = Scalar.of(type);
    this.element = (ValueReader.OfScalar) element;
    this.arrays = type instanceof Prim prim ? PrimitiveArrays.of(prim) : PrimitiveArrays.NONE;
    this.length = length;
  }

  static ValueReader of(ValType element, ValueReader reader) {
    return new ImageReader(element, reader, Length.upTo(CanonicalFunction.maxListLength(element)));
  }

  static ValueReader of(ValType element, ValueReader reader, int length) {
    return new ImageReader(element, reader, Length.exactly(length));
  }

  @Override
  public Object read(Object value, Reading reading) {
    if (scalar.isByte()) {
      Optional<byte[]> bytes = bytes(value);
      if (bytes.isPresent()) {
        reading.charge(bytes.get().length);
        return bytes.get();
      }
    }
    if (value instanceof NumberVector vector && arrays.holds(vector)) {
      return array(vector.array(), false, reading);
    }
    if (isArray(value)) {
      return array(value, true, reading);
    }
    Optional<Object> packed = Packed.array(value, arrays).filter(this::isArray);
    if (packed.isPresent()) {
      return array(packed.get(), true, reading);
    }
    if (Elements.areIn(value)) {
      return elements(value, reading);
    }
    throw Expected.but(
        scalar.isByte()
            ? "bytes (a byte array, a ByteBuffer, or a vector, a seq or a java.util.List of integers)"
            : "a list (a vector, a seq, a java.util.List" + arrays.expected() + ")",
        value);
  }

  private Optional<byte[]> bytes(Object value) {
    if (value instanceof byte[] array) {
      length.check(array.length);
      return Optional.of(array);
    }
    if (value instanceof ByteBuffer buffer) {
      ByteBuffer own = buffer.duplicate();
      length.check(own.remaining());
      byte[] copy = new byte[own.remaining()];
      own.get(copy);
      return Optional.of(copy);
    }
    return Optional.empty();
  }

  private boolean isArray(Object value) {
    return arrays.is(value) || arrays.isNarrowerThan(value);
  }

  private byte[] array(Object value, boolean checked, Reading reading) {
    int count = Array.getLength(value);
    reading.charge((long) count * scalar.size());
    length.check(count);
    ByteBuffer image = ByteBuffer.allocate(count * scalar.size()).order(ByteOrder.LITTLE_ENDIAN);
    // checked when they are copied, because another thread may change the array
    boolean copied = arrays.is(value) && PrimitiveArrays.copy(value, image);
    boolean right = copied && !(checked && arrays.isAnyNegative(image));
    for (int i = 0; !right && i < count; i++) {
      if (!copied || arrays.isNegative(image, i)) {
        scalar.put(image.array(), i * scalar.size(), slot(value, i));
      }
    }
    return image.array();
  }

  private long slot(Object array, int index) {
    try {
      return element.readSlot(Array.get(array, index));
    } catch (Refusal refusal) {
      throw refusal.within("[" + index + "]");
    }
  }

  private byte[] elements(Object value, Reading reading) {
    int known = Elements.knownCount(value);
    if (known >= 0) {
      length.check(known);
      reading.charge((long) known * scalar.size());
      return elements(value, known, reading);
    }
    reading.beginUncounted();
    byte[] image = elements(value, known, reading);
    reading.endUncounted();
    return image;
  }

  private byte[] elements(Object value, int known, Reading reading) {
    int size = scalar.size();
    byte[] image = new byte[size * (known >= 0 ? known : length.guess())];
    Elements elements = Elements.of(value);
    while (elements.hasNext()) {
      int at = elements.index() * size;
      if (known < 0) {
        reading.charge(BOXED);
      }
      if (at == image.length) {
        length.checkIndex(elements.index());
        image = Arrays.copyOf(image, size * length.grow(elements.index()));
      }
      scalar.put(image, at, elements.readSlot(element, reading));
    }
    length.check(elements.index());
    return elements.index() * size == image.length
        ? image
        : Arrays.copyOf(image, elements.index() * size);
  }
}
