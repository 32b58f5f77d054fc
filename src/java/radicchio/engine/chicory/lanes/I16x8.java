package radicchio.engine.chicory.lanes;

/**
 * The instructions on lanes of 16 bits whose halves do not depend on each other: each method does the four lanes of a half at
 * once. Sums and differences are made of the bits below the highest of each lane, so that nothing is carried into the next
 * lane; the highest is what the three bits there and the carry add up to.
 */
public final class I16x8 {
  private static final long SIGNS = 0x8000800080008000L;
  private static final long BELOW = 0x7fff7fff7fff7fffL;
  private static final long ONES = 0x0001000100010001L;
  private static final int LANE = 0xffff;

  private I16x8() {}

  public static long add(long a, long b) {
    return (a & BELOW) + (b & BELOW) ^ (a ^ b) & SIGNS;
  }

  public static long sub(long a, long b) {
    return (a | SIGNS) - (b & BELOW) ^ (a ^ ~b) & SIGNS;
  }

  public static long neg(long a) {
    return SIGNS - (a & BELOW) ^ ~a & SIGNS;
  }

  /** The least number stays what it is: its absolute value is not in the range. */
  public static long abs(long a) {
    long negative = a & SIGNS;
    return (a ^ whole(negative)) + (negative >>> 15);
  }

  public static long addSatS(long a, long b) {
    long sum = add(a, b);
    return saturated(sum, a, ~(a ^ b) & (a ^ sum));
  }

  public static long subSatS(long a, long b) {
    long difference = sub(a, b);
    return saturated(difference, a, (a ^ b) & (a ^ difference));
  }

  public static long addSatU(long a, long b) {
    long sum = add(a, b);
    return sum | whole((a & b | (a | b) & ~sum) & SIGNS);
  }

  public static long subSatU(long a, long b) {
    long difference = sub(a, b);
    return difference & ~whole((~a & b | ~(a ^ b) & difference) & SIGNS);
  }

  public static long minS(long a, long b) {
    return chosen(a, b, ltS(a, b));
  }

  public static long minU(long a, long b) {
    return chosen(a, b, ltU(a, b));
  }

  public static long maxS(long a, long b) {
    return chosen(b, a, ltS(a, b));
  }

  public static long maxU(long a, long b) {
    return chosen(b, a, ltU(a, b));
  }

  /** The mean, rounded up. */
  public static long avgrU(long a, long b) {
    return (a | b) - ((a ^ b) >>> 1 & BELOW);
  }

  public static long eq(long a, long b) {
    return ~ne(a, b);
  }

  public static long ne(long a, long b) {
    long different = a ^ b;
    return whole(((different & BELOW) + BELOW | different) & SIGNS);
  }

  public static long ltS(long a, long b) {
    return whole(less(a, b, a & ~b));
  }

  public static long ltU(long a, long b) {
    return whole(less(a, b, ~a & b));
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
    int by = count & 15;
    return a << by & (LANE << by & LANE) * ONES;
  }

  public static long shrU(long a, int count) {
    int by = count & 15;
    return a >>> by & (LANE >>> by) * ONES;
  }

  public static long shrS(long a, int count) {
    int by = count & 15;
    long negative = a & SIGNS;
    return a >>> by & (LANE >>> by) * ONES | (negative << 1) - (negative >>> by);
  }

  /** 1 if no lane is zero in either half, otherwise 0. */
  public static int allTrue(long low, long high) {
    long nonzero = ((low & BELOW) + BELOW | low) & ((high & BELOW) + BELOW | high);
    return (nonzero & SIGNS) == SIGNS ? 1 : 0;
  }

  /** The highest bits of the lanes as the lowest bits of an int: the product moves those of a half together. */
  public static int bitmask(long low, long high) {
    return together(low) | together(high) << 4;
  }

  private static int together(long a) {
    return (int) (((a & SIGNS) >>> 15) * 0x0001000200040008L >>> 48);
  }

  /** Each product is made at its place: what the lanes above add to it is above it. */
  public static long mul(long a, long b) {
    return a * b & 0xffffL
        | (a & 0xffff0000L) * (b >>> 16) & 0xffff0000L
        | (a & 0xffff00000000L) * (b >>> 32) & 0xffff00000000L
        | (a & 0xffff000000000000L) * (b >>> 48);
  }

  /** The product of fixed-point numbers with 15 bits after the point, rounded. */
  public static long q15mulrSatS(long a, long b) {
    return q15((short) a, (short) b)
        | q15((short) (a >>> 16), (short) (b >>> 16)) << 16
        | q15((short) (a >>> 32), (short) (b >>> 32)) << 32
        | q15((short) (a >>> 48), (short) (b >>> 48)) << 48;
  }

  private static long q15(int a, int b) {
    return Math.min(a * b + 0x4000 >> 15, Short.MAX_VALUE) & 0xffffL;
  }

  /** In lanes that overflow, the number of the range that is nearest: the highest or, if {@code a} is negative, the least. */
  private static long saturated(long result, long a, long overflow) {
    return chosen(((a & SIGNS) >>> 15) + BELOW, result, whole(overflow & SIGNS));
  }

  /** The highest bit of the lanes in which a is less than b, if {@code decided} has it where the highest bits decide. */
  private static long less(long a, long b, long decided) {
    long notLessBelow = (a | SIGNS) - (b & BELOW);
    return (decided | ~(a ^ b) & ~notLessBelow) & SIGNS;
  }

  private static long chosen(long a, long b, long mask) {
    return b ^ (a ^ b) & mask;
  }

  /** All bits of the lanes whose highest bit is set; the other bits are zero. */
  private static long whole(long signs) {
    return (signs << 1) - (signs >>> 15);
  }
}
