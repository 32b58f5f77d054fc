package radicchio.engine.chicory.instructions;

/**
 * The numeric instructions whose results are wrong in the engine: it rounds a converted i64 of 2⁶³ or more up, and not to
 * the nearest; and it keeps the sign of some NaNs of which it gives the absolute value.
 */
public final class NumericInstructions {
  private static final int F32_SIGN = 1 << 31;
  private static final float F32_2_TO_64 = 0x1p64f;
  private static final double F64_2_TO_64 = 0x1p64;

  private NumericInstructions() {}

  public static float f32Abs(float x) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(x) & ~F32_SIGN);
  }

  public static double f64Abs(double x) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & Long.MAX_VALUE);
  }

  public static float f32ConvertI64U(long x) {
    return x >= 0 ? (float) x : (float) half(x) * 2;
  }

  public static double f64ConvertI64U(long x) {
    return x >= 0 ? (double) x : (double) half(x) * 2;
  }

  /** Half of an unsigned number. Its lowest bit is set if a bit is lost, so that the half is rounded as the whole is. */
  private static long half(long x) {
    return x >>> 1 | x & 1;
  }

  /** Returns the i64 that the engine converts to the f32 that is right for an i64: one that needs no rounding. */
  static long roundedToF32(long x) {
    float right = f32ConvertI64U(x);
    return x >= 0 ? x : right == F32_2_TO_64 ? -1 : (long) (right / 2) << 1;
  }

  /** As {@link #roundedToF32}, for an f64. */
  static long roundedToF64(long x) {
    double right = f64ConvertI64U(x);
    return x >= 0 ? x : right == F64_2_TO_64 ? -1 : (long) (right / 2) << 1;
  }
}
