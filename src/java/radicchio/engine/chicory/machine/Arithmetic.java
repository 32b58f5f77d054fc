package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.WasmException;

/** Numeric instructions, and comparisons as numbers, for which the JVM has no instruction. */
public final class Arithmetic {
  private static final long LOW = 0xffff_ffffL;
  private static final long SIGN = Long.MIN_VALUE;

  /** The optimising compiler of these versions can get unsigned comparisons of ints wrong (JDK-8376400). */
  private static final boolean COMPARES_WRONGLY = Runtime.version().feature() <= 17;

  private Arithmetic() {}

  // Comparisons of two ints, and of an int with zero

  public static int isEqual(int a, int b) {
    return a == b ? 1 : 0;
  }

  public static int isUnequal(int a, int b) {
    return a != b ? 1 : 0;
  }

  public static int isLess(int a, int b) {
    return a < b ? 1 : 0;
  }

  public static int isAtLeast(int a, int b) {
    return a >= b ? 1 : 0;
  }

  public static int isGreater(int a, int b) {
    return a > b ? 1 : 0;
  }

  public static int isAtMost(int a, int b) {
    return a <= b ? 1 : 0;
  }

  public static int isEqual(int a) {
    return a == 0 ? 1 : 0;
  }

  public static int isUnequal(int a) {
    return a != 0 ? 1 : 0;
  }

  public static int isLess(int a) {
    return a < 0 ? 1 : 0;
  }

  public static int isAtLeast(int a) {
    return a >= 0 ? 1 : 0;
  }

  public static int isGreater(int a) {
    return a > 0 ? 1 : 0;
  }

  public static int isAtMost(int a) {
    return a <= 0 ? 1 : 0;
  }

  public static int isNull(WasmException exception) {
    return exception == null ? 1 : 0;
  }

  /** Less than, equal to or greater than zero as the first unsigned number is to the second. */
  public static int compareUnsigned(int a, int b) {
    return COMPARES_WRONGLY ? Long.compare(a & LOW, b & LOW) : Integer.compareUnsigned(a, b);
  }

  // Choices

  public static int select(int a, int b, int condition) {
    return condition != 0 ? a : b;
  }

  public static long select(long a, long b, int condition) {
    return condition != 0 ? a : b;
  }

  public static float select(float a, float b, int condition) {
    return condition != 0 ? a : b;
  }

  public static double select(double a, double b, int condition) {
    return condition != 0 ? a : b;
  }

  public static WasmException select(WasmException a, WasmException b, int condition) {
    return condition != 0 ? a : b;
  }

  // Arithmetic

  public static long bits(float x) {
    return Float.floatToRawIntBits(x);
  }

  public static long unsigned(int x) {
    return x & LOW;
  }

  /** Returns the lesser. A signalling NaN becomes quiet, which {@link Math#min} does not do. */
  public static float min(float a, float b) {
    float least = Math.min(a, b);
    return Float.isNaN(least) ? least + least : least;
  }

  public static double min(double a, double b) {
    double least = Math.min(a, b);
    return Double.isNaN(least) ? least + least : least;
  }

  public static float max(float a, float b) {
    float greatest = Math.max(a, b);
    return Float.isNaN(greatest) ? greatest + greatest : greatest;
  }

  public static double max(double a, double b) {
    double greatest = Math.max(a, b);
    return Double.isNaN(greatest) ? greatest + greatest : greatest;
  }

  public static float copySign(float x, float sign) {
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(x) & Integer.MAX_VALUE
            | Float.floatToRawIntBits(sign) & Integer.MIN_VALUE);
  }

  public static double copySign(double x, double sign) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(x) & Long.MAX_VALUE | Double.doubleToRawLongBits(sign) & SIGN);
  }

  // Numbers of 128 bits, the lower half first

  /** The upper half of a sum; the lower one is the sum of the lower halves. */
  public static long addHigh(long low, long high, long otherLow, long otherHigh) {
    long carry = Long.compareUnsigned(low + otherLow, low) < 0 ? 1 : 0;
    return high + otherHigh + carry;
  }

  public static long subtractHigh(long low, long high, long otherLow, long otherHigh) {
    long borrow = Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0;
    return high - otherHigh - borrow;
  }

  /** The upper half of a product of numbers with a sign; the lower one is their product. */
  public static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  /** {@code Math.unsignedMultiplyHigh}, which Java 17 has not. */
  public static long multiplyHighUnsigned(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }
}
