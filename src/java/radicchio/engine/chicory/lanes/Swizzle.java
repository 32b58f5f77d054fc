package radicchio.engine.chicory.lanes;

/** {@code i8x16.swizzle}: its indices are known when it runs only. */
public final class Swizzle {
  private Swizzle() {}

  /**
   * A half of the result.
   *
   * @param low the half with bytes 0 to 7
   * @param high the half with bytes 8 to 15
   * @param indices eight of them. A byte whose index is 16 or more is zero
   */
  public static long swizzle(long low, long high, long indices) {
    return at(low, high, indices)
        | at(low, high, indices >>> 8) << 8
        | at(low, high, indices >>> 16) << 16
        | at(low, high, indices >>> 24) << 24
        | at(low, high, indices >>> 32) << 32
        | at(low, high, indices >>> 40) << 40
        | at(low, high, indices >>> 48) << 48
        | at(low, high, indices >>> 56) << 56;
  }

  private static long at(long low, long high, long index) {
    long half = (index & 8) == 0 ? low : high;
    return (index & 0xf0) == 0 ? half >>> (index << 3) & 0xff : 0;
  }
}
