package radicchio.values.clojure;

import java.math.BigInteger;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType.Prim;

/** Reads integers: any integer in range, of any of Clojure's integer classes. */
final class Integers {
  static final Maker.OfScalar U64_MAKER =
      new Maker.OfScalar() {
        private static final long BIG =
            Heap.object(2, 0) + Heap.object(1, 20) + Heap.bytes(Long.BYTES);

        @Override
        public Object make(long slot) {
          return ClojureIntegers.unsigned(slot);
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
    return new Ranged(name + " (an integer from " + min + " to " + max + ")", min, max);
  }

  private record Ranged(String expected, long min, long max) implements ValueReader.OfScalar {
    @Override
    public long readSlot(Object value) {
      if (value instanceof Long integer) {
        return readSlot((long) integer);
      }
      if (ClojureIntegers.isSmall(value)) {
        long integer = ((Number) value).longValue();
        if (integer >= min && integer <= max) {
          return integer;
        }
      } else {
        BigInteger big = ClojureIntegers.big(value);
        if (big != null && big.bitLength() < Long.SIZE) {
          long integer = big.longValue();
          if (integer >= min && integer <= max) {
            return integer;
          }
        }
      }
      throw Expected.but(expected, value);
    }

    @Override
    public long readSlot(long integer) {
      if (integer >= min && integer <= max) {
        return integer;
      }
      throw Expected.but(expected, integer);
    }
  }

  private static long readU64(Object value) {
    if (value instanceof Long || ClojureIntegers.isSmall(value)) {
      long integer = ((Number) value).longValue();
      if (integer >= 0) {
        return integer;
      }
    } else {
      BigInteger big = ClojureIntegers.big(value);
      if (big != null && big.signum() >= 0 && big.bitLength() <= Long.SIZE) {
        return big.longValue();
      }
    }
    throw Expected.but("a u64 (an integer from 0 to " + ClojureIntegers.U64_MAX + ")", value);
  }
}
