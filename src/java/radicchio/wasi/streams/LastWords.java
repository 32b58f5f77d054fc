package radicchio.wasi.streams;

import java.nio.charset.StandardCharsets;

/** The last bytes that a guest wrote to a stream, whether or not the stream accepted them. Any thread may use it. */
public final class LastWords {
  private static final int MOST = 4096;

  /** A ring buffer. Guarded by this object, like the next field. */
  private final byte[] kept = new byte[MOST];

  /** The number of bytes that were written in total. */
  private long written;

  synchronized void add(byte[] bytes, int offset, int length) {
    int from = Math.max(0, length - MOST);
    for (int i = from; i < length; i++) {
      kept[(int) ((written + i) % MOST)] = bytes[offset + i];
    }
    written += length;
  }

  /** Returns them as text in UTF-8, from the beginning of a character. Bytes that are not UTF-8 become U+FFFD. */
  public synchronized String text() {
    int length = (int) Math.min(written, MOST);
    byte[] ordered = new byte[length];
    for (int i = 0; i < length; i++) {
      ordered[i] = kept[(int) ((written - length + i) % MOST)];
    }
    int start = 0;
    while (written > MOST && start < 3 && start < length && (ordered[start] & 0xC0) == 0x80) {
      start++;
    }
    return new String(ordered, start, length - start, StandardCharsets.UTF_8);
  }
}
