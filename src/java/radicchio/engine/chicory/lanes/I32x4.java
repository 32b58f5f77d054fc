package radicchio.engine.chicory.lanes;

/**
 * The instructions on lanes of 32 bits whose halves do not depend on each other: each method does the two lanes of a half.
 */
public final class I32x4 {
  private static final long LOW = 0xffffffffL;
  private static final long HIGH = LOW << 32;

  private I32x4() {}

  public static long add(long a, long b) {
    return a + b & LOW | (a & HIGH) + b & HIGH;
  }

  public static long sub(long a, long b) {
    return a - b & LOW | a - (b & HIGH) & HIGH;
  }

  public static long mul(long a, long b) {
    return a * b & LOW | (a & HIGH) * (b >>> 32);
  }

  public static long neg(long a) {
    return -a & LOW | -(a & HIGH);
  }

  /** The least number stays what it is: its absolute value is not in the range. */
  public static long abs(long a) {
    return both(Math.abs((int) a), Math.abs((int) (a >>> 32)));
  }

  public static long minS(long a, long b) {
    return both(Math.min((int) a, (int) b), Math.min((int) (a >>> 32), (int) (b >>> 32)));
  }

  public static long maxS(long a, long b) {
    return both(Math.max((int) a, (int) b), Math.max((int) (a >>> 32), (int) (b >>> 32)));
  }

  public static long minU(long a, long b) {
    return Math.min(a & LOW, b & LOW) | Math.min(a >>> 32, b >>> 32) << 32;
  }

  public static long maxU(long a, long b) {
    return Math.max(a & LOW, b & LOW) | Math.max(a >>> 32, b >>> 32) << 32;
  }

  public static long eq(long a, long b) {
    return ~ne(a, b);
  }

  public static long ne(long a, long b) {
    long different = a ^ b;
    return -(different & LOW) >> 63 & LOW | -(different >>> 32) >> 63 << 32;
  }

  public static long ltS(long a, long b) {
    return (long) (int) a - (int) b >> 63 & LOW | (a >> 32) - (b >> 32) >> 63 << 32;
  }

  public static long ltU(long a, long b) {
    return (a & LOW) - (b & LOW) >> 63 & LOW | (a >>> 32) - (b >>> 32) >> 63 << 32;
  }

  public static long gtS(long a, long b) {
    return ltS(b, a);
  }

  public static long gtU(long a, long b) {
    return ltU(b, a);
  }

  public static long leS(long a, long b) {
    return ~ltS(b, a);
  }

  public static long leU(long a, long b) {
    return ~ltU(b, a);
  }

  public static long geS(long a, long b) {
    return ~ltS(a, b);
  }

  public static long geU(long a, long b) {
    return ~ltU(a, b);
  }

  public static long shl(long a, int count) {
    int by = count & 31;
    return a << by & LOW | (a & HIGH) << by;
  }

  public static long shrU(long a, int count) {
    int by = count & 31;
    return (a & LOW) >>> by | a >>> by & HIGH;
  }

  public static long shrS(long a, int count) {
    int by = count & 31;
    return (long) (int) a >> by & LOW | a >> by & HIGH;
  }

  /** 1 if no lane is zero in either half, otherwise 0. */
  public static int allTrue(long low, long high) {
    return (int) low != 0 && low >>> 32 != 0 && (int) high != 0 && high >>> 32 != 0 ? 1 : 0;
  }

  /** The highest bits of the lanes as the lowest bits of an int. */
  public static int bitmask(long low, long high) {
    return (int) (low >>> 31 & 1 | low >>> 62 & 2 | high >>> 29 & 4 | high >>> 60 & 8);
  }

  static long both(int low, int high) {
    return low & LOW | (long) high << 32;
  }
}
