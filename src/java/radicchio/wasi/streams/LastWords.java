package radicchio.wasi.streams;

import java.nio.charset.StandardCharsets;

/** The last bytes that a guest wrote to a stream, whatever became of them. Any thread may use it. */
public final class LastWords {
  private static final int MOST = 4096;

  /** A ring of bytes; guarded by this, as the next. */
  private final byte[] kept = new byte[MOST];

  /** How many bytes were written in all. */
  private long written;

  synchronized void add(byte[] bytes, int offset, int length) {
    int from = Math.max(0, length - MOST);
    for (int i = from; i < length; i++) {
      kept[(int) ((written + i) % MOST)] = bytes[offset + i];
    }
    written += length;
  }

  /** As text of UTF-8, from the beginning of a character on; what is no UTF-8 becomes U+FFFD. */
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
