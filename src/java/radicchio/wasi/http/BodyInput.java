package radicchio.wasi.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.Pollable;
import radicchio.wasi.streams.Waiting;

/**
 * A body as an input stream, whose reads wait. Code that knows this class uses the {@link #source} to read without
 * waiting, and to get trailers. One thread at a time may use it; any thread may close it.
 */
public final class BodyInput extends InputStream {
  private final BodySource source;
  private final Runnable abandoned;
  private volatile boolean ended;

  /** @param abandoned called if it is closed before its end, after the source was closed */
  public BodyInput(BodySource source, Runnable abandoned) {
    this.source = source;
    this.abandoned = abandoned;
  }

  /** The body. Closing this input stream closes it. */
  public BodySource source() {
    return source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = source.read(target, offset, length);
    try {
      while (n == 0 && length > 0) {
        Waiting.until(source.readable());
        n = source.read(target, offset, length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a body");
    }
    ended |= n < 0;
    return n;
  }

  /** Returns the {@link #source}, whose {@code close} closes this input stream. */
  public BodySource asSource() {
    return new Owning();
  }

  @Override
  public void close() throws IOException {
    source.close();
    if (!ended) {
      ended = true;
      abandoned.run();
    }
  }

  private final class Owning implements BodySource {
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int n = source.read(target, offset, length);
      ended |= n < 0;
      return n;
    }

    @Override
    public Pollable readable() {
      return source.readable();
    }

    @Override
    public CompletionStage<Optional<List<HttpField>>> trailers() {
      return source.trailers();
    }

    @Override
    public void close() throws IOException {
      BodyInput.this.close();
    }
  }
}
