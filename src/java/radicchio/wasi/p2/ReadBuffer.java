package radicchio.wasi.p2;

import java.util.Arrays;

/**
 * An array for the bytes that a guest reads, used again and again: a staged result is stored into the guest's memory
 * before the guest can ask for the next. Used within an entrance of the store.
 */
public final class ReadBuffer {
  private static final byte[] NOTHING = {};

  private byte[] last = NOTHING;

  /** An array of that length; what was read before is in it. */
  public byte[] ofLength(int length) {
    if (last.length != length) {
      last = length == 0 ? NOTHING : new byte[length];
    }
    return last;
  }

  /** The first bytes of the array, as a staged result. */
  public byte[] first(int count) {
    return count == last.length ? last : Arrays.copyOf(last, count);
  }
}
