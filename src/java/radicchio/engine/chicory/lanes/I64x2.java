package radicchio.engine.chicory.lanes;

/** The instructions on lanes of 64 bits that are more than one instruction of the JVM: a lane is a half. */
public final class I64x2 {
  private I64x2() {}

  public static long eq(long a, long b) {
    return a == b ? -1 : 0;
  }

  public static long ne(long a, long b) {
    return a != b ? -1 : 0;
  }

  public static long ltS(long a, long b) {
    return a < b ? -1 : 0;
  }

  public static long gtS(long a, long b) {
    return a > b ? -1 : 0;
  }

  public static long leS(long a, long b) {
    return a <= b ? -1 : 0;
  }

  public static long geS(long a, long b) {
    return a >= b ? -1 : 0;
  }

  /** The least number stays what it is: its absolute value is not in the range. */
  public static long abs(long a) {
    return Math.abs(a);
  }

  /** 1 if no lane is zero, otherwise 0. */
  public static int allTrue(long low, long high) {
    return low != 0 && high != 0 ? 1 : 0;
  }

  /** The highest bits of the lanes as the lowest bits of an int. */
  public static int bitmask(long low, long high) {
    return (int) (low >>> 63 | high >>> 62 & 2);
  }
}
