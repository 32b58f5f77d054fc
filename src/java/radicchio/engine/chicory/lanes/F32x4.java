package radicchio.engine.chicory.lanes;

/**
 * The instructions on lanes that are f32: each method does the two lanes of a half. A resulting NaN is quiet, as
 * the specification requires of arithmetic: where the JVM's method would give back its argument, a sum is taken.
 */
public final class F32x4 {
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = LOW << 32;

  private F32x4() {}

  public static long add(long a, long b) {
    return both(low(a) + low(b), high(a) + high(b));
  }

  public static long sub(long a, long b) {
    return both(low(a) - low(b), high(a) - high(b));
  }

  public static long mul(long a, long b) {
    return both(low(a) * low(b), high(a) * high(b));
  }

  public static long div(long a, long b) {
    return both(low(a) / low(b), high(a) / high(b));
  }

  /** a · b + c, rounded twice: the deterministic choice. */
  public static long relaxedMadd(long a, long b, long c) {
    return both(low(a) * low(b) + low(c), high(a) * high(b) + high(c));
  }

  /** −a · b + c, rounded twice. */
  public static long relaxedNmadd(long a, long b, long c) {
    return both(-low(a) * low(b) + low(c), -high(a) * high(b) + high(c));
  }

  public static long min(long a, long b) {
    return both(min(low(a), low(b)), min(high(a), high(b)));
  }

  public static long max(long a, long b) {
    return both(max(low(a), low(b)), max(high(a), high(b)));
  }

  /** b if it is less than a, otherwise a: bit for bit. */
  public static long pmin(long a, long b) {
    return (low(b) < low(a) ? b : a) & LOW | (high(b) < high(a) ? b : a) & HIGH;
  }

  /** b if a is less than it, otherwise a: bit for bit. */
  public static long pmax(long a, long b) {
    return (low(a) < low(b) ? b : a) & LOW | (high(a) < high(b) ? b : a) & HIGH;
  }

  public static long sqrt(long a) {
    return both((float) Math.sqrt(low(a)), (float) Math.sqrt(high(a)));
  }

  public static long ceil(long a) {
    return both((float) Math.ceil(low(a)), (float) Math.ceil(high(a)));
  }

  public static long floor(long a) {
    return both((float) Math.floor(low(a)), (float) Math.floor(high(a)));
  }

  public static long trunc(long a) {
    return both(trunc(low(a)), trunc(high(a)));
  }

  public static long nearest(long a) {
    return both((float) Math.rint(low(a)), (float) Math.rint(high(a)));
  }

  public static long eq(long a, long b) {
    return (low(a) == low(b) ? LOW : 0) | (high(a) == high(b) ? HIGH : 0);
  }

  public static long ne(long a, long b) {
    return ~eq(a, b);
  }

  public static long lt(long a, long b) {
    return (low(a) < low(b) ? LOW : 0) | (high(a) < high(b) ? HIGH : 0);
  }

  public static long gt(long a, long b) {
    return lt(b, a);
  }

  public static long le(long a, long b) {
    return (low(a) <= low(b) ? LOW : 0) | (high(a) <= high(b) ? HIGH : 0);
  }

  public static long ge(long a, long b) {
    return le(b, a);
  }

  private static float min(float a, float b) {
    return a != a || b != b ? a + b : Math.min(a, b);
  }

  private static float max(float a, float b) {
    return a != a || b != b ? a + b : Math.max(a, b);
  }

  private static float trunc(float a) {
    return (float) (a < 0 ? Math.ceil(a) : Math.floor(a));
  }

  static float low(long a) {
    return Float.intBitsToFloat((int) a);
  }

  static float high(long a) {
    return Float.intBitsToFloat((int) (a >>> 32));
  }

  static long both(float low, float high) {
    return Float.floatToRawIntBits(low) & LOW | (long) Float.floatToRawIntBits(high) << 32;
  }
}
