package radicchio.wasi.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A source as an input stream whose reads wait. One thread at a time may use it. */
public final class SourceStream extends InputStream {
  private final ByteSource source;

  public SourceStream(ByteSource source) {
    this.source = source;
  }

  public ByteSource source() {
    return source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = source.read(target, offset, length);
    while (count == 0 && length > 0) {
      await(source.readable());
      count = source.read(target, offset, length);
    }
    return count;
  }

  /** Waits. If the thread is interrupted, its flag stays set. */
  static void await(Pollable pollable) throws InterruptedIOException {
    try {
      Waiting.until(pollable);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a stream");
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
