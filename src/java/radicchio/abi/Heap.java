package radicchio.abi;

/**
 * How many bytes objects take on the heap, as HotSpot lays them out on 64 bits: class pointers are compressed,
 * references are below 32 GB.
 */
public final class Heap {
  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  static final int REFERENCE = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;

  /** A Long or a Double. */
  public static final long BOXED = object(0, 8);

  private Heap() {}

  /** An object of so many references and so many bytes of other fields. */
  public static long object(int references, int bytes) {
    return align(HEADER + (long) references * REFERENCE + bytes);
  }

  public static long bytes(long length) {
    return align(ARRAY_HEADER + length);
  }

  /** An array of references. */
  public static long references(long length) {
    return align(ARRAY_HEADER + length * REFERENCE);
  }

  /** A string of so many UTF-16 code units, {@code wide} if one of them is not Latin-1. */
  public static long string(long units, boolean wide) {
    return object(1, 6) + bytes(wide ? 2 * units : units);
  }

  private static long align(long bytes) {
    return bytes + 7 & -8;
  }
}
