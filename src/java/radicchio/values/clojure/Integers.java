package radicchio.values.clojure;

import clojure.lang.BigInt;
import java.math.BigInteger;
import radicchio.abi.Heap;
import radicchio.abi.Maker;
import radicchio.abi.ValueReader;
import radicchio.component.ValType.Prim;

/** Reads integers: any integer in range, of any of Clojure's integer classes. */
public final class Integers {
  /** 2^64 - 1. */
  public static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  static final Maker.OfScalar U64_MAKER =
      new Maker.OfScalar() {
        private static final long BIG =
            Heap.object(2, 0) + Heap.object(1, 20) + Heap.bytes(Long.BYTES);

        @Override
        public Object make(long slot) {
          return unsigned(slot);
        }

        @Override
        public long heap(long slot) {
          return slot >= 0 ? Heap.BOXED : BIG;
        }
      };

  private Integers() {}

  static ValueReader.OfScalar reader(Prim type) {
    return switch (type) {
      case S8 -> ranged("an s8", Byte.MIN_VALUE, Byte.MAX_VALUE);
      case U8 -> ranged("a u8", 0, 0xFF);
      case S16 -> ranged("an s16", Short.MIN_VALUE, Short.MAX_VALUE);
      case U16 -> ranged("a u16", 0, 0xFFFF);
      case S32 -> ranged("an s32", Integer.MIN_VALUE, Integer.MAX_VALUE);
      case U32 -> ranged("a u32", 0, 0xFFFF_FFFFL);
      case S64 -> ranged("an s64", Long.MIN_VALUE, Long.MAX_VALUE);
      case U64 -> Integers::readU64;
      default -> throw new IllegalArgumentException(type + " is not an integer");
    };
  }

  private static ValueReader.OfScalar ranged(String name, long min, long max) {
    String expected = name + " (an integer from " + min + " to " + max + ")";
    return value -> {
      if (value instanceof Long || isSmall(value)) {
        long integer = ((Number) value).longValue();
        if (integer >= min && integer <= max) {
          return integer;
        }
      } else {
        BigInteger big = big(value);
        if (big != null && big.bitLength() < Long.SIZE) {
          long integer = big.longValue();
          if (integer >= min && integer <= max) {
            return integer;
          }
        }
      }
      throw Expected.but(expected, value);
    };
  }

  private static long readU64(Object value) {
    if (value instanceof Long || isSmall(value)) {
      long integer = ((Number) value).longValue();
      if (integer >= 0) {
        return integer;
      }
    } else {
      BigInteger big = big(value);
      if (big != null && big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
        return big.longValue();
      }
    }
    throw Expected.but("a u64 (an integer from 0 to " + U64_MAX + ")", value);
  }

  /** Returns the integer of a u64's bits: a long if it fits. */
  static Object unsigned(long bits) {
    return bits >= 0
        ? (Object) bits
        : BigInt.fromBigInteger(new BigInteger(Long.toUnsignedString(bits)));
  }

  /** Tests whether the value's class is one of integers of less than 64 bits. */
  private static boolean isSmall(Object value) {
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
