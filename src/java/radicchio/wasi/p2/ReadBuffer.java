package radicchio.wasi.p2;

import java.nio.ByteBuffer;

/**
 * A reused buffer for the bytes that a guest reads: a staged result is stored into the guest's memory before the
 * guest's next read. All streams of an instance share it. Used within an entrance of the store.
 */
public final class ReadBuffer {
  private static final int LEAST = 1 << 12;

  /** The least length for which a buffer outside the heap costs less than the copy that it saves. */
  private static final int LEAST_DIRECT = 1 << 13;

  private ByteBuffer heap = ByteBuffer.allocate(0);
  private ByteBuffer direct = heap;

  /** Returns an array of at least that length. Earlier contents are overwritten. */
  public ByteBuffer ofArray(int length) {
    if (heap.capacity() < length) {
      heap = ByteBuffer.allocate(capacity(length));
    }
    return heap.clear().limit(length);
  }

  /** Returns a buffer of that length for a channel: outside the heap if it is long. */
  public ByteBuffer ofChannel(int length) {
    if (length < LEAST_DIRECT) {
      return ofArray(length);
    }
    if (direct.capacity() < length) {
      direct = ByteBuffer.allocateDirect(capacity(length));
    }
    return direct.clear().limit(length);
  }

  private static int capacity(int length) {
    return Math.max(LEAST, Integer.highestOneBit(Math.max(1, length - 1)) << 1);
  }
}
