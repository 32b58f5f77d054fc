package radicchio.values.java;

import java.math.BigDecimal;
import java.math.BigInteger;
import radicchio.abi.value.Maker;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType.Prim;

/** Booleans, numbers and characters. */
final class JavaScalars {
  private JavaScalars() {}

  static ValueReader.OfScalar reader(Prim type) {
    return switch (type) {
      case BOOL -> JavaScalars::bool;
      case S8 -> ranged("an s8", Byte.MIN_VALUE, Byte.MAX_VALUE);
      case U8 -> ranged("a u8", 0, 0xFF);
      case S16 -> ranged("an s16", Short.MIN_VALUE, Short.MAX_VALUE);
      case U16 -> ranged("a u16", 0, 0xFFFF);
      case S32 -> ranged("an s32", Integer.MIN_VALUE, Integer.MAX_VALUE);
      case U32 -> ranged("a u32", 0, 0xFFFF_FFFFL);
      case S64 -> ranged("an s64", Long.MIN_VALUE, Long.MAX_VALUE);
      case U64 -> JavaScalars::u64;
      case F32 -> value -> Float.floatToIntBits(f32(value));
      case F64 -> value -> Double.doubleToLongBits(f64(value));
      case CHAR -> JavaTexts::codePoint;
      case STRING, ERROR_CONTEXT -> throw new IllegalArgumentException(type + " is not a scalar");
    };
  }

  private static long bool(Object value) {
    if (value instanceof Boolean bool) {
      return bool ? 1 : 0;
    }
    throw Unfit.but("true or false", value);
  }

  // Integers

  private static boolean isSmall(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  private static ValueReader.OfScalar ranged(String name, long min, long max) {
    String expected = name + " (an integer from " + min + " to " + max + ")";
    return value -> {
      if (isSmall(value)) {
        long integer = ((Number) value).longValue();
        if (integer >= min && integer <= max) {
          return integer;
        }
      } else if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
        long integer = big.longValue();
        if (integer >= min && integer <= max) {
          return integer;
        }
      }
      throw Unfit.but(expected, value);
    };
  }

  /** Reads a u64: the bits of a Long, or a BigInteger in its range. Smaller integers have a sign. */
  private static long u64(Object value) {
    if (value instanceof Long bits) {
      return bits;
    }
    if (isSmall(value) && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger big && big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
      return big.longValue();
    }
    throw Unfit.but(
        "a u64 (a Long, whose bits are unsigned; an int from 0 up; or a BigInteger below 2^64)",
        value);
  }

  // Floating-point numbers

  private static float f32(Object value) {
    if (value instanceof Float f) {
      return f;
    }
    double d = f64("an f32", value);
    float f = (float) d;
    if (Float.isInfinite(f) && !Double.isInfinite(d)) {
      throw Unfit.but("an f32, which has a smaller range", value);
    }
    if (isInteger(value) && !isExactly(f, value)) {
      throw Unfit.but("an f32; it cannot represent this integer exactly", value);
    }
    return f;
  }

  private static double f64(Object value) {
    return f64("an f64", value);
  }

  private static double f64(String name, Object value) {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (isInteger(value)) {
      double d = ((Number) value).doubleValue();
      if (Double.isInfinite(d) || !isExactly(d, value)) {
        throw Unfit.but(name + "; it cannot represent this integer exactly", value);
      }
      return d;
    }
    if (value instanceof BigDecimal decimal) {
      double d = decimal.doubleValue();
      if (Double.isInfinite(d)) {
        throw Unfit.but(name + ", which has a smaller range", value);
      }
      return d;
    }
    throw Unfit.but(name + " (a number)", value);
  }

  private static boolean isInteger(Object value) {
    return isSmall(value) || value instanceof BigInteger;
  }

  private static boolean isExactly(double d, Object integer) {
    BigInteger big =
        integer instanceof BigInteger b ? b : BigInteger.valueOf(((Number) integer).longValue());
    return new BigDecimal(d).toBigInteger().equals(big);
  }

  // Makers

  static Maker.OfScalar maker(Prim type) {
    return switch (type) {
      case BOOL -> Maker.OfScalar.shared(slot -> slot != 0);
      case S8, U8, S16, U16, S32, CHAR -> slot -> (int) slot;
      case U32, S64, U64 -> slot -> slot;
      case F32 -> slot -> Float.intBitsToFloat((int) slot);
      case F64 -> Double::longBitsToDouble;
      case STRING, ERROR_CONTEXT -> throw new IllegalArgumentException(type + " is not a scalar");
    };
  }
}
