package radicchio.engine.limits;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Checks that a thread has room left on its stack. The JVM does not report it, so the check makes calls that need the room.
 *
 * <p>A class whose initialisation runs out of stack can never be used again in the JVM, and many classes link a lambda or a
 * method handle. Therefore every entrance from the host into a guest checks for room first. Then the functions that the guest
 * calls in the host have about that much room, and an overflow happens in the calls here, which need no class.
 */
public final class StackRoom {
  /**
   * Each of these calls has a frame of some 220 bytes when the JVM has compiled it with optimization, 500 when it interprets it,
   * and 630 in between, in code of the first tier: 65 to 185 KiB.
   */
  private static final int CALLS = 300;

  private StackRoom() {}

  /** @throws radicchio.error.RadicchioException {@code TRAP} if there is less room than about 65 KiB */
  public static void require() {
    try {
      requireCalls();
    } catch (StackOverflowError e) {
      throw exhausted(e);
    }
  }

  /** There is too little stack to go into a guest again, or a guest called itself until there was none. */
  public static RadicchioException exhausted(Throwable overflow) {
    return RadicchioException.of(ErrorKind.TRAP, "wasm trap: call stack exhausted", overflow)
        .withKeyword("trap", "stack-exhausted");
  }

  private static void requireCalls() {
    if (descend(
            CALLS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
            23, 24)
        == 0) {
      throw new AssertionError("the sum of what only grows is zero");
    }
  }

  /**
   * Its arguments are in the frame of the caller, and those of the next call in its own. It has more than 325 bytes of bytecode, so
   * that the JVM does not inline it, which would make frames smaller.
   */
  private static long descend(
      int left,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m,
      long n,
      long o,
      long p,
      long q,
      long r,
      long s,
      long t,
      long u,
      long v,
      long w,
      long x) {
    if (left == 0) {
      return 1;
    }
    long below =
        descend(
            left - 1, b * 3 + 1, c * 3 + 1, d * 3 + 1, e * 3 + 1, f * 3 + 1, g * 3 + 1, h * 3 + 1,
            i * 3 + 1, j * 3 + 1, k * 3 + 1, l * 3 + 1, m * 3 + 1, n * 3 + 1, o * 3 + 1, p * 3 + 1,
            q * 3 + 1, r * 3 + 1, s * 3 + 1, t * 3 + 1, u * 3 + 1, v * 3 + 1, w * 3 + 1, x * 3 + 1,
            a * 3 + 1);
    return below
        | (a * 5 ^ b * 5 ^ c * 5 ^ d * 5 ^ e * 5 ^ f * 5 ^ g * 5 ^ h * 5 ^ i * 5 ^ j * 5 ^ k * 5
            ^ l * 5 ^ m * 5 ^ n * 5 ^ o * 5 ^ p * 5 ^ q * 5 ^ r * 5 ^ s * 5 ^ t * 5 ^ u * 5 ^ v * 5
            ^ w * 5 ^ x * 5)
        | 1;
  }
}
