package radicchio.engine.chicory;

/**
 * Whether a thread has room left on its stack. The JVM does not tell, so calls are made that need the room.
 *
 * <p>A class whose initialisation runs out of stack can never be used again in the JVM, and a lambda or a method handle
 * is linked by many classes. So what goes from the host into a guest once more asks for room first: whatever the guest
 * calls in the host then has about that much, and the overflow happens in the calls here, which need no class.
 */
final class StackRoom {
  /** Each of these calls has a frame of 450 bytes at least, whatever the JVM does with it: about 64 KiB in all. */
  private static final int CALLS = 150;

  private StackRoom() {}

  /** @throws radicchio.error.RadicchioException {@code TRAP} if there is less room than about 64 KiB */
  static void require() {
    try {
      requireCalls();
    } catch (StackOverflowError e) {
      throw Traps.stackExhausted(e);
    }
  }

  private static void requireCalls() {
    if (descend(CALLS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24) == 0) {
      throw new AssertionError("the sum of what only grows is zero");
    }
  }

  /** Its arguments lie in the frame of the caller, and are needed again after the call, so in its own frame too. */
  private static long descend(
      int left, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l,
      long m, long n, long o, long p, long q, long r, long s, long t, long u, long v, long w, long x) {
    if (left == 0) {
      return 1;
    }
    long below = descend(left - 1, b + 1, c + 1, d + 1, e + 1, f + 1, g + 1, h + 1, i + 1, j + 1, k + 1, l + 1, m + 1,
        n + 1, o + 1, p + 1, q + 1, r + 1, s + 1, t + 1, u + 1, v + 1, w + 1, x + 1, a + 1);
    return below
        | a ^ b + c ^ d + e ^ f + g ^ h + i ^ j + k ^ l + m ^ n + o ^ p + q ^ r + s ^ t + u ^ v + w ^ x | 1;
  }
}
