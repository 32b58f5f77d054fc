package radicchio.engine.chicory.lanes;

/**
 * From wide integer lanes, which have a sign, to lanes of half the width: the two halves of a vector become one half. A number
 * that is out of range becomes the nearest of the range.
 */
public final class LaneNarrowing {
  private static final long SIGNS_16 = 0x8000800080008000L;
  private static final long HIGH_BYTES = 0xff00ff00ff00ff00L;
  private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;

  private LaneNarrowing() {}

  public static long narrowI16S(long low, long high) {
    return bytes(saturatedS(low)) | bytes(saturatedS(high)) << 32;
  }

  public static long narrowI16U(long low, long high) {
    return bytes(saturatedU(low)) | bytes(saturatedU(high)) << 32;
  }

  public static long narrowI32S(long low, long high) {
    return shortS(low) | shortS(low >> 32) << 16 | shortS(high) << 32 | shortS(high >> 32) << 48;
  }

  public static long narrowI32U(long low, long high) {
    return shortU(low) | shortU(low >> 32) << 16 | shortU(high) << 32 | shortU(high >> 32) << 48;
  }

  private static long shortS(long lane) {
    return Math.max(Math.min((int) lane, Short.MAX_VALUE), Short.MIN_VALUE) & 0xffffL;
  }

  private static long shortU(long lane) {
    return Math.max(Math.min((int) lane, 0xffff), 0);
  }

  /** Lanes of 16 bits whose low byte is the result. With 128 more, one that is in range has no bit in its high byte. */
  private static long saturatedS(long a) {
    long outside = outside(I16x8.add(a, 0x0080008000800080L));
    long nearest = ((a & SIGNS_16) >>> 15) + 0x007f007f007f007fL;
    return a ^ (a ^ nearest) & outside;
  }

  private static long saturatedU(long a) {
    long outside = outside(a);
    long negative = whole(a & SIGNS_16);
    return a & ~outside | ~negative & outside;
  }

  /** All bits of the lanes that have a bit in their high byte. */
  private static long outside(long a) {
    long bits = a & HIGH_BYTES;
    return whole(((bits & ~SIGNS_16) + ~SIGNS_16 | bits) & SIGNS_16);
  }

  private static long whole(long signs) {
    return (signs << 1) - (signs >>> 15);
  }

  /** The low bytes of the four lanes, side by side. */
  private static long bytes(long a) {
    long pairs = a & LOW_BYTES;
    pairs = (pairs | pairs >>> 8) & 0x0000ffff0000ffffL;
    return (pairs | pairs >>> 16) & 0xffffffffL;
  }
}
