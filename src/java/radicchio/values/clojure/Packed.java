package radicchio.values.clojure;

import clojure.core.IVecImpl;
import clojure.lang.Counted;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Optional;
import radicchio.abi.value.Refusal;

/** Copies numbers out of buffers and out of vectors that {@code vector-of} makes. */
final class Packed {
  private static final int CHUNK = 32;

  private Packed() {}

  /**
   * Copies the numbers of a value into a primitive array. Returns empty if the value is neither a buffer nor such a vector.
   *
   * @param arrays the arrays of the list's type; a {@code ByteBuffer} holds their elements in its byte order
   */
  static Optional<Object> array(Object value, PrimitiveArrays arrays) {
    if (value instanceof ByteBuffer bytes) {
      return view(bytes, arrays).flatMap(view -> array(view, arrays));
    }
    if (value instanceof ShortBuffer shorts) {
      short[] to = new short[shorts.remaining()];
      shorts.duplicate().get(to);
      return Optional.of(to);
    }
    if (value instanceof IntBuffer ints) {
      int[] to = new int[ints.remaining()];
      ints.duplicate().get(to);
      return Optional.of(to);
    }
    if (value instanceof LongBuffer longs) {
      long[] to = new long[longs.remaining()];
      longs.duplicate().get(to);
      return Optional.of(to);
    }
    if (value instanceof FloatBuffer floats) {
      float[] to = new float[floats.remaining()];
      floats.duplicate().get(to);
      return Optional.of(to);
    }
    if (value instanceof DoubleBuffer doubles) {
      double[] to = new double[doubles.remaining()];
      doubles.duplicate().get(to);
      return Optional.of(to);
    }
    return value instanceof IVecImpl vector ? Optional.of(chunks(vector)) : Optional.empty();
  }

  private static Optional<Object> view(ByteBuffer bytes, PrimitiveArrays arrays) {
    int size = arrays.size();
    if (size > 0 && bytes.remaining() % size != 0) {
      throw Refusal.of(
          "expected a ByteBuffer of elements of "
              + size
              + " bytes, got one of "
              + bytes.remaining()
              + " bytes");
    }
    ByteBuffer own = bytes.duplicate().order(bytes.order());
    return switch (arrays) {
      case SHORTS, UNSIGNED_SHORTS -> Optional.of(own.asShortBuffer());
      case INTS, UNSIGNED_INTS -> Optional.of(own.asIntBuffer());
      case LONGS, UNSIGNED_LONGS -> Optional.of(own.asLongBuffer());
      case FLOATS -> Optional.of(own.asFloatBuffer());
      case DOUBLES -> Optional.of(own.asDoubleBuffer());
      case NONE, BOOLEANS, CHARS -> Optional.empty();
    };
  }

  private static Object chunks(IVecImpl vector) {
    int count = ((Counted) vector).count();
    if (count == 0) {
      return new long[0];
    }
    Object array = Array.newInstance(vector.arrayFor(0).getClass().getComponentType(), count);
    for (int done = 0; done < count; done += CHUNK) {
      System.arraycopy(vector.arrayFor(done), 0, array, done, Math.min(CHUNK, count - done));
    }
    return array;
  }
}
