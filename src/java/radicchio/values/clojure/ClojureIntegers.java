package radicchio.values.clojure;

import clojure.lang.BigInt;
import java.math.BigInteger;

/** Clojure's integers, of any of its integer classes. */
public final class ClojureIntegers {
  /** 2^64 - 1. */
  public static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private ClojureIntegers() {}

  /** Returns the integer of a u64's bits: a long if it fits. */
  static Object unsigned(long bits) {
    return bits >= 0
        ? (Object) bits
        : BigInt.fromBigInteger(new BigInteger(Long.toUnsignedString(bits)));
  }

  /** Tests whether the value's class is one of integers of less than 64 bits. */
  static boolean isSmall(Object value) {
    return value instanceof Integer || value instanceof Short || value instanceof Byte;
  }

  /** Tests whether the value's class is one of Clojure's integer classes. */
  static boolean is(Object value) {
    return value instanceof Long
        || isSmall(value)
        || value instanceof BigInt
        || value instanceof BigInteger;
  }

  /** Tests whether the value is an integer of any of Clojure's integer classes, from {@code min} to {@code max}. */
  public static boolean isBetween(BigInteger min, BigInteger max, Object value) {
    BigInteger integer = big(value);
    return integer != null && integer.compareTo(min) >= 0 && integer.compareTo(max) <= 0;
  }

  /** Returns an integer of any class as a BigInteger, or null if the value is not an integer. */
  static BigInteger big(Object value) {
    if (value instanceof BigInteger big) {
      return big;
    }
    if (value instanceof BigInt big) {
      return big.toBigInteger();
    }
    return value instanceof Long || isSmall(value)
        ? BigInteger.valueOf(((Number) value).longValue())
        : null;
  }
}
