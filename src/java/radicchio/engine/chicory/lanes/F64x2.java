package radicchio.engine.chicory.lanes;

/**
 * The instructions on lanes that are f64: a lane is a half. A resulting NaN is quiet, as the specification
 * requires of arithmetic: where the JVM's method would give back its argument, a sum is taken.
 */
public final class F64x2 {
  private F64x2() {}

  public static long add(long a, long b) {
    return bits(number(a) + number(b));
  }

  public static long sub(long a, long b) {
    return bits(number(a) - number(b));
  }

  public static long mul(long a, long b) {
    return bits(number(a) * number(b));
  }

  public static long div(long a, long b) {
    return bits(number(a) / number(b));
  }

  /** a · b + c, rounded twice: the deterministic choice. */
  public static long relaxedMadd(long a, long b, long c) {
    return bits(number(a) * number(b) + number(c));
  }

  /** −a · b + c, rounded twice. */
  public static long relaxedNmadd(long a, long b, long c) {
    return bits(-number(a) * number(b) + number(c));
  }

  public static long min(long a, long b) {
    double x = number(a);
    double y = number(b);
    return bits(x != x || y != y ? x + y : Math.min(x, y));
  }

  public static long max(long a, long b) {
    double x = number(a);
    double y = number(b);
    return bits(x != x || y != y ? x + y : Math.max(x, y));
  }

  /** b if it is less than a, otherwise a: bit for bit. */
  public static long pmin(long a, long b) {
    return number(b) < number(a) ? b : a;
  }

  /** b if a is less than it, otherwise a: bit for bit. */
  public static long pmax(long a, long b) {
    return number(a) < number(b) ? b : a;
  }

  public static long sqrt(long a) {
    return bits(Math.sqrt(number(a)));
  }

  public static long ceil(long a) {
    double x = number(a);
    return bits(x != x ? x + x : Math.ceil(x));
  }

  public static long floor(long a) {
    double x = number(a);
    return bits(x != x ? x + x : Math.floor(x));
  }

  public static long trunc(long a) {
    double x = number(a);
    return bits(x != x ? x + x : x < 0 ? Math.ceil(x) : Math.floor(x));
  }

  public static long nearest(long a) {
    double x = number(a);
    return bits(x != x ? x + x : Math.rint(x));
  }

  public static long eq(long a, long b) {
    return number(a) == number(b) ? -1 : 0;
  }

  public static long ne(long a, long b) {
    return number(a) != number(b) ? -1 : 0;
  }

  public static long lt(long a, long b) {
    return number(a) < number(b) ? -1 : 0;
  }

  public static long gt(long a, long b) {
    return number(a) > number(b) ? -1 : 0;
  }

  public static long le(long a, long b) {
    return number(a) <= number(b) ? -1 : 0;
  }

  public static long ge(long a, long b) {
    return number(a) >= number(b) ? -1 : 0;
  }

  static double number(long a) {
    return Double.longBitsToDouble(a);
  }

  static long bits(double a) {
    return Double.doubleToRawLongBits(a);
  }
}
