package radicchio.values.core;

import java.math.BigInteger;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.values.clojure.ClojureIntegers;
import radicchio.values.clojure.Expected;
import radicchio.values.clojure.Floats;

/** Converts between the host's values and the slots of core WebAssembly, for one type of a signature. */
abstract class CoreValue {
  private static final long U32_MAX = 0xFFFF_FFFFL;
  private static final BigInteger I32_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger I32_MAX = BigInteger.valueOf(U32_MAX);
  private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger I64_MAX = ClojureIntegers.U64_MAX;

  // These also initialise their classes before a guest runs, which determines the depth of the
  // stack
  private static final ValueReader.OfScalar FLOAT = Floats.F32;
  private static final ValueReader.OfScalar DOUBLE = Floats.F64;

  /** Returns the slot of a value. Throws a {@link Refusal} for a value that does not fit the type. */
  abstract long read(Object value);

  /** Returns the value of a slot. */
  abstract Object make(long slot);

  /** Tests whether slots are references, which are valid only inside an entrance. */
  boolean isReference() {
    return false;
  }

  static final CoreValue I32 =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Long l && l >= Integer.MIN_VALUE && l <= U32_MAX) {
            return l.intValue();
          }
          if (value instanceof Boolean b) {
            return b ? 1 : 0;
          }
          if (ClojureIntegers.isBetween(I32_MIN, I32_MAX, value)) {
            return ((Number) value).intValue();
          }
          throw Expected.but(
              "an i32 (an integer from " + Integer.MIN_VALUE + " to " + U32_MAX + ", or a boolean)",
              value);
        }

        @Override
        Object make(long slot) {
          return (long) (int) slot;
        }
      };

  static final CoreValue I64 =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Long l) {
            return l;
          }
          if (ClojureIntegers.isBetween(I64_MIN, I64_MAX, value)) {
            return ((Number) value).longValue();
          }
          throw Expected.but("an i64 (an integer from " + I64_MIN + " to " + I64_MAX + ")", value);
        }

        @Override
        Object make(long slot) {
          return slot;
        }
      };

  static final CoreValue F32 =
      new CoreValue() {
        @Override
        long read(Object value) {
          return FLOAT.readSlot(value);
        }

        @Override
        Object make(long slot) {
          return (double) Float.intBitsToFloat((int) slot);
        }
      };

  static final CoreValue F64 =
      new CoreValue() {
        @Override
        long read(Object value) {
          return DOUBLE.readSlot(value);
        }

        @Override
        Object make(long slot) {
          return Double.longBitsToDouble(slot);
        }
      };

  static final CoreValue BOOL =
      new CoreValue() {
        @Override
        long read(Object value) {
          if (value instanceof Boolean b) {
            return b ? 1 : 0;
          }
          throw Expected.but("a bool (true or false)", value);
        }

        @Override
        Object make(long slot) {
          return (int) slot != 0;
        }
      };
}
