package radicchio.engine.limits;

/**
 * Reserved heap for reporting that a guest exhausted the rest of it: an exception takes heap, and the guest's objects become garbage
 * only when its instance is closed. Any thread may use it.
 */
public final class HeapReserve {
  private static final int BYTES = 768 * 1024;

  private static volatile byte[] kept = new byte[BYTES];

  private HeapReserve() {}

  /** Releases the reserve for the next allocation. */
  public static void release() {
    kept = null;
  }

  /** Reserves heap again after a release. */
  public static void keep() {
    if (kept == null) {
      kept = new byte[BYTES];
    }
  }
}
