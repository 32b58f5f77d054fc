package radicchio.engine.limits;

/**
 * Heap that is kept for telling a host that a guest used up the rest of it: an exception takes heap, and what the guest
 * made is garbage no sooner than its instance is closed. Any thread may use it.
 */
public final class HeapReserve {
  private static final int BYTES = 768 * 1024;

  private static volatile byte[] kept = new byte[BYTES];

  private HeapReserve() {}

  /** Gives the reserve to whoever allocates next. */
  public static void release() {
    kept = null;
  }

  /** Keeps a reserve again, after it was released. */
  public static void keep() {
    if (kept == null) {
      kept = new byte[BYTES];
    }
  }
}
