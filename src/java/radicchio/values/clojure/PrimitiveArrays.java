package radicchio.values.clojure;

import java.nio.ByteBuffer;
import radicchio.component.ValType.Prim;

/** The primitive arrays that are accepted as a list of a type, by the class of the elements. */
enum PrimitiveArrays {
  /** For types without such arrays: bytes, which are an image already, enums, flags. */
  NONE(Void.class),
  SHORTS(short[].class),
  UNSIGNED_SHORTS(short[].class),
  INTS(int[].class),
  UNSIGNED_INTS(int[].class),
  LONGS(long[].class),
  UNSIGNED_LONGS(long[].class),
  FLOATS(float[].class),
  DOUBLES(double[].class),
  BOOLEANS(boolean[].class),
  CHARS(char[].class);

  private final Class<?> array;

  PrimitiveArrays(Class<?> array) {
    this.array = array;
  }

  static PrimitiveArrays of(Prim element) {
    return switch (element) {
      case S16 -> SHORTS;
      case U16 -> UNSIGNED_SHORTS;
      case S32 -> INTS;
      case U32 -> UNSIGNED_INTS;
      case S64 -> LONGS;
      case U64 -> UNSIGNED_LONGS;
      case F32 -> FLOATS;
      case F64 -> DOUBLES;
      case BOOL -> BOOLEANS;
      case CHAR -> CHARS;
      case S8, U8, STRING, ERROR_CONTEXT -> NONE;
    };
  }

  /** Returns {@code ", a short array"}: the end of a list of accepted values. */
  String expected() {
    String article = this == INTS || this == UNSIGNED_INTS ? "an " : "a ";
    return this == NONE ? "" : ", " + article + array.getComponentType() + " array";
  }

  boolean is(Object value) {
    return array.isInstance(value);
  }

  /** Tests whether a value is an array of a wider class, whose elements must be range-checked. */
  boolean isNarrowerThan(Object value) {
    return switch (this) {
      case SHORTS, UNSIGNED_SHORTS -> value instanceof int[] || value instanceof long[];
      case INTS, UNSIGNED_INTS -> value instanceof long[];
      case FLOATS -> value instanceof double[];
      case NONE, LONGS, UNSIGNED_LONGS, DOUBLES, BOOLEANS, CHARS -> false;
    };
  }

  /** Tests whether the numbers of a vector are all in range. */
  boolean holds(NumberVector vector) {
    return is(vector.array()) && vector.unsigned() == isUnsigned();
  }

  /** Returns the size of a number in bytes, or 0 if the elements are not numbers. */
  int size() {
    return switch (this) {
      case SHORTS, UNSIGNED_SHORTS -> Short.BYTES;
      case INTS, UNSIGNED_INTS, FLOATS -> Integer.BYTES;
      case LONGS, UNSIGNED_LONGS, DOUBLES -> Long.BYTES;
      case NONE, BOOLEANS, CHARS -> 0;
    };
  }

  /** Tests whether the type has no negative elements, which the array may have. */
  boolean isUnsigned() {
    return this == UNSIGNED_SHORTS || this == UNSIGNED_INTS || this == UNSIGNED_LONGS;
  }

  /** Tests whether an element of an image is negative, which is invalid for an unsigned type. */
  boolean isNegative(ByteBuffer image, int index) {
    return switch (this) {
      case UNSIGNED_SHORTS -> image.getShort(2 * index) < 0;
      case UNSIGNED_INTS -> image.getInt(4 * index) < 0;
      case UNSIGNED_LONGS -> image.getLong(8 * index) < 0;
      default -> false;
    };
  }

  /** Tests whether any element of an image is negative, if the type has no negative elements. */
  boolean isAnyNegative(ByteBuffer image) {
    long all = 0;
    switch (this) {
      case UNSIGNED_SHORTS -> {
        for (int at = 0; at < image.capacity(); at += Short.BYTES) {
          all |= image.getShort(at);
        }
      }
      case UNSIGNED_INTS -> {
        for (int at = 0; at < image.capacity(); at += Integer.BYTES) {
          all |= image.getInt(at);
        }
      }
      case UNSIGNED_LONGS -> {
        for (int at = 0; at < image.capacity(); at += Long.BYTES) {
          all |= image.getLong(at);
        }
      }
      default -> {}
    }
    return all < 0;
  }

  /** Copies all elements into an image in bulk. Returns false if each element must be checked. */
  static boolean copy(Object value, ByteBuffer image) {
    if (value instanceof short[] shorts) {
      image.asShortBuffer().put(shorts);
    } else if (value instanceof int[] ints) {
      image.asIntBuffer().put(ints);
    } else if (value instanceof long[] longs) {
      image.asLongBuffer().put(longs);
    } else if (value instanceof float[] floats) {
      image.asFloatBuffer().put(floats);
    } else if (value instanceof double[] doubles) {
      image.asDoubleBuffer().put(doubles);
    } else {
      return false;
    }
    return true;
  }
}
