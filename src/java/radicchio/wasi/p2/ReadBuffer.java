package radicchio.wasi.p2;

import java.nio.ByteBuffer;

/**
 * Room for the bytes that a guest reads, used again and again: a staged result is stored into the guest's memory before
 * the guest can ask for the next. All streams of an instance share one. Used within an entrance of the store.
 */
public final class ReadBuffer {
  private static final int LEAST = 1 << 12;

  /** From this length on, room outside of the heap costs less than the copy that it saves. */
  private static final int LEAST_DIRECT = 1 << 13;

  private ByteBuffer heap = ByteBuffer.allocate(0);
  private ByteBuffer direct = heap;

  /** Room of that length in an array. What was read before is overwritten. */
  public ByteBuffer ofArray(int length) {
    if (heap.capacity() < length) {
      heap = ByteBuffer.allocate(capacity(length));
    }
    return heap.clear().limit(length);
  }

  /** Room of that length for a channel: if it is long, outside of the heap. */
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
