package radicchio.engine.chicory.lanes;

/** From integers to floating-point numbers, back, and between the two kinds of these. */
public final class LaneConversions {
  private static final long LOW = 0xffffffffL;

  private LaneConversions() {}

  public static long f32ConvertI32S(long a) {
    return F32x4.both((int) a, (int) (a >>> 32));
  }

  public static long f32ConvertI32U(long a) {
    return F32x4.both(a & LOW, a >>> 32);
  }

  /** Makes one lane of an i32. */
  public static long f64ConvertI32S(int a) {
    return F64x2.bits(a);
  }

  /** Makes one lane of an i32. */
  public static long f64ConvertI32U(int a) {
    return F64x2.bits(a & LOW);
  }

  public static long i32TruncSatF32S(long a) {
    return I32x4.both((int) F32x4.low(a), (int) F32x4.high(a));
  }

  public static long i32TruncSatF32U(long a) {
    return unsigned((long) F32x4.low(a)) | unsigned((long) F32x4.high(a)) << 32;
  }

  /** Makes a half of two lanes. */
  public static long i32TruncSatF64S(long low, long high) {
    return I32x4.both((int) F64x2.number(low), (int) F64x2.number(high));
  }

  /** Makes a half of two lanes. */
  public static long i32TruncSatF64U(long low, long high) {
    return unsigned((long) F64x2.number(low)) | unsigned((long) F64x2.number(high)) << 32;
  }

  /** Makes a half of two lanes. */
  public static long f32DemoteF64(long low, long high) {
    return F32x4.both((float) F64x2.number(low), (float) F64x2.number(high));
  }

  /** Makes one lane of the bits of an f32. */
  public static long f64PromoteF32(int a) {
    return F64x2.bits(Float.intBitsToFloat(a));
  }

  private static long unsigned(long a) {
    return Math.max(0, Math.min(a, LOW));
  }
}
