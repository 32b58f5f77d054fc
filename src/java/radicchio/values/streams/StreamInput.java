package radicchio.values.streams;

import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import radicchio.runtime.stream.host.HostStreamReader;
import radicchio.runtime.stream.host.StreamReader;

/**
 * A guest's stream of bytes. Closed by its owner, which stops the guest's writer. One thread at a time may use it. A read runs
 * guests until they have written, and waits at most as long as a call may take. It reads ahead: at first little, then more as
 * long as the guest writes without waiting.
 */
public final class StreamInput extends InputStream {
  private static final int LEAST_AHEAD = 8192;
  private static final int MOST_AHEAD = 1 << 19;

  private final HostStreamReader reader;
  private byte[] ahead = new byte[0];
  private int from;
  private int to;

  StreamInput(HostStreamReader reader) {
    this.reader = reader;
  }

  /** Returns what it reads from, if nothing was read ahead. */
  Optional<StreamReader> untouched() {
    return from == to ? Optional.of(reader) : Optional.empty();
  }

  @Override
  public int read() {
    return fill() ? ahead[from++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(ahead, from, target, offset, count);
    from += count;
    return count;
  }

  /** Tests whether there are bytes, after it has read some if there were none. */
  private boolean fill() {
    if (from == to) {
      grow();
      from = 0;
      to = 0;
      to = Math.max(0, reader.fillNow(ahead, 0, ahead.length));
    }
    return from < to;
  }

  /** Reads more ahead if the last read filled all that there is. */
  private void grow() {
    if (to == ahead.length && to < MOST_AHEAD) {
      ahead = new byte[Math.max(LEAST_AHEAD, 2 * to)];
    }
  }

  @Override
  public int available() {
    return to - from;
  }

  @Override
  public void close() {
    reader.close();
  }
}
