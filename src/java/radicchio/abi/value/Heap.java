package radicchio.abi.value;

/**
 * The sizes of objects on the heap in bytes, in HotSpot's layout for 64 bits with compressed class pointers and compressed
 * references (below 32 GB).
 */
public final class Heap {
  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  public static final int REFERENCE = Runtime.getRuntime().maxMemory() < 32L << 30 ? 4 : 8;

  /** The size of a Long or a Double. */
  public static final long BOXED = object(0, 8);

  /** The approximate size of a handle of the host. */
  public static final long HANDLE = object(8, 32);

  private Heap() {}

  /** Returns the size of an object with this many references, and this many bytes of other fields. */
  public static long object(int references, int bytes) {
    return align(HEADER + (long) references * REFERENCE + bytes);
  }

  public static long bytes(long length) {
    return align(ARRAY_HEADER + length);
  }

  /** Returns the size of an array of references. */
  public static long references(long length) {
    return align(ARRAY_HEADER + length * REFERENCE);
  }

  /** Returns the size of a string of this many UTF-16 code units; {@code wide} if one of them is not Latin-1. */
  public static long string(long units, boolean wide) {
    return object(1, 6) + bytes(wide ? 2 * units : units);
  }

  private static long align(long bytes) {
    return bytes + 7 & -8;
  }
}
