package radicchio.values;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import radicchio.component.ValType.Prim;

/** The primitive arrays that pass for a list of some type, by the elements' class. */
enum PrimitiveArrays {
  /** For types without: bytes, which are an image already, enums, flags. */
  NONE(Void.class, false),
  SHORTS(short[].class, false),
  UNSIGNED_SHORTS(short[].class, true),
  INTS(int[].class, false),
  UNSIGNED_INTS(int[].class, true),
  LONGS(long[].class, false),
  UNSIGNED_LONGS(long[].class, true),
  FLOATS(float[].class, false),
  DOUBLES(double[].class, false),
  BOOLEANS(boolean[].class, false),
  CHARS(char[].class, false);

  private final Class<?> array;
  private final boolean unsigned;

  PrimitiveArrays(Class<?> array, boolean unsigned) {
    this.array = array;
    this.unsigned = unsigned;
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

  /** {@code ", a short array"}: the end of a list of what is expected. */
  String expected() {
    String article = this == INTS || this == UNSIGNED_INTS ? "an " : "a ";
    return this == NONE ? "" : ", " + article + array.getComponentType() + " array";
  }

  boolean is(Object value) {
    return array.isInstance(value);
  }

  /** The index of the first element that an unsigned type does not have, or -1. */
  int firstNegative(Object value) {
    if (unsigned) {
      int length = Array.getLength(value);
      for (int i = 0; i < length; i++) {
        if (isNegative(value, i)) {
          return i;
        }
      }
    }
    return -1;
  }

  private static boolean isNegative(Object value, int index) {
    return value instanceof int[] ints
        ? ints[index] < 0
        : value instanceof long[] longs ? longs[index] < 0 : ((short[]) value)[index] < 0;
  }

  /** Copies all elements into an image in one go; false where each has to be looked at. */
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
