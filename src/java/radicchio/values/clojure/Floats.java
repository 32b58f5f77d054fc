package radicchio.values.clojure;

import clojure.lang.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;

/**
 * Reads floating-point numbers: any number, with fractions rounded to the nearest value. An integer must be represented
 * exactly, and a finite number must stay finite.
 */
public final class Floats {
  /**
   * Enough digits to represent every value halfway between two doubles exactly, so that rounding a ratio to these digits
   * first does not change the result.
   */
  private static final MathContext WIDE = new MathContext(1200, RoundingMode.HALF_EVEN);

  public static final ValueReader.OfScalar F32 =
      new ValueReader.OfScalar() {
        @Override
        public long readSlot(Object value) {
          return Float.floatToIntBits(readFloat(value));
        }

        @Override
        public long readSlot(double value) {
          float f = (float) value;
          return Float.floatToIntBits(checkFinite("an f32", f, Double.isInfinite(value), value));
        }
      };

  public static final ValueReader.OfScalar F64 =
      new ValueReader.OfScalar() {
        @Override
        public long readSlot(Object value) {
          return Double.doubleToLongBits(readDouble(value));
        }

        @Override
        public long readSlot(double value) {
          return Double.doubleToLongBits(value);
        }
      };

  private Floats() {}

  private static float readFloat(Object value) {
    if (value instanceof Float f) {
      return f;
    }
    if (value instanceof Double d) {
      return checkFinite("an f32", d.floatValue(), Double.isInfinite(d), value);
    }
    if (ClojureIntegers.is(value)) {
      BigInteger integer = ClojureIntegers.big(value);
      float f = integer.floatValue();
      checkExact("an f32", f, integer, value);
      return f;
    }
    return checkFinite("an f32", decimal("an f32", value).floatValue(), false, value);
  }

  private static double readDouble(Object value) {
    if (value instanceof Double d) {
      return d;
    }
    if (value instanceof Float f) {
      return f;
    }
    if (value instanceof Long l && l >= -(1L << 53) && l <= 1L << 53) {
      return l;
    }
    if (ClojureIntegers.is(value)) {
      BigInteger integer = ClojureIntegers.big(value);
      double d = integer.doubleValue();
      checkExact("an f64", d, integer, value);
      return d;
    }
    double d = decimal("an f64", value).doubleValue();
    if (Double.isInfinite(d)) {
      throw beyond("an f64", value);
    }
    return d;
  }

  private static float checkFinite(String name, float f, boolean wasInfinite, Object value) {
    if (Float.isInfinite(f) && !wasInfinite) {
      throw beyond(name, value);
    }
    return f;
  }

  private static float checkFinite(String name, float f, boolean wasInfinite, double value) {
    if (Float.isInfinite(f) && !wasInfinite) {
      throw beyond(name, value);
    }
    return f;
  }

  private static Refusal beyond(String name, Object value) {
    return Refusal.of(
        "expected " + name + ", got " + Expected.show(value) + ", which is out of range");
  }

  private static void checkExact(String name, double d, BigInteger integer, Object value) {
    if (Double.isInfinite(d) || !new BigDecimal(d).toBigInteger().equals(integer)) {
      throw Refusal.of(
          "expected "
              + name
              + ", got "
              + Expected.show(value)
              + ", an integer that it cannot represent exactly; pass (double n) to round it");
    }
  }

  private static BigDecimal decimal(String name, Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Ratio ratio) {
      return new BigDecimal(ratio.numerator).divide(new BigDecimal(ratio.denominator), WIDE);
    }
    throw Expected.but(name + " (a number)", value);
  }
}
