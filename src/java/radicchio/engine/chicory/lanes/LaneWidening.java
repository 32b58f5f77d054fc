package radicchio.engine.chicory.lanes;

/**
 * From narrow integer lanes to lanes of twice the width. An extension makes a half of half of a half; the others make a half of
 * a half, since neighbours become one lane.
 */
public final class LaneWidening {
  private static final long LOW = 0xffffffffL;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;

  private LaneWidening() {}

  /** The four bytes of an int as lanes of 16 bits with a sign. */
  public static long extendI8S(int a) {
    long lanes = extendI8U(a);
    long negative = lanes & 0x0080008000800080L;
    return lanes | (negative << 9) - (negative << 1);
  }

  /** The four bytes of an int as lanes of 16 bits. */
  public static long extendI8U(int a) {
    long bytes = a & LOW;
    long pairs = (bytes | bytes << 16) & 0x0000ffff0000ffffL;
    return (pairs | pairs << 8) & EVEN_BYTES;
  }

  /** The two 16-bit lanes of an int as lanes of 32 bits with a sign. */
  public static long extendI16S(int a) {
    return (short) a & LOW | (long) (a >> 16) << 32;
  }

  /** The two 16-bit lanes of an int as lanes of 32 bits. */
  public static long extendI16U(int a) {
    return a & 0xffffL | (long) (a >>> 16) << 32;
  }

  public static long extaddPairwiseI8U(long a) {
    return (a & EVEN_BYTES) + (a >>> 8 & EVEN_BYTES);
  }

  /** With 128 more in each byte it is the sum without a sign, and then 256 too much. */
  public static long extaddPairwiseI8S(long a) {
    return I16x8.sub(extaddPairwiseI8U(a ^ 0x8080808080808080L), 0x0100010001000100L);
  }

  public static long extaddPairwiseI16U(long a) {
    return (a & 0x0000ffff0000ffffL) + (a >>> 16 & 0x0000ffff0000ffffL);
  }

  public static long extaddPairwiseI16S(long a) {
    return I32x4.both((short) a + (short) (a >>> 16), (short) (a >>> 32) + (short) (a >>> 48));
  }

  public static long dotI16(long a, long b) {
    int low = (short) a * (short) b + (short) (a >>> 16) * (short) (b >>> 16);
    int high = (short) (a >>> 32) * (short) (b >>> 32) + (short) (a >>> 48) * (short) (b >>> 48);
    return I32x4.both(low, high);
  }

  /** Both operands have a sign, and the sum is saturated: the deterministic choice. */
  public static long relaxedDotI8(long a, long b) {
    long even = I16x8.mul(I16x8.shrS(a << 8, 8), I16x8.shrS(b << 8, 8));
    long odd = I16x8.mul(I16x8.shrS(a, 8), I16x8.shrS(b, 8));
    return I16x8.addSatS(even, odd);
  }

  /** As {@link #relaxedDotI8}; its neighbours are added to a lane of c. */
  public static long relaxedDotI8Add(long a, long b, long c) {
    return I32x4.add(extaddPairwiseI16S(relaxedDotI8(a, b)), c);
  }
}
