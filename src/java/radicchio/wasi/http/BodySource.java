package radicchio.wasi.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.Pollable;

/**
 * The body of a message: bytes, and then trailers. A read throws {@link HttpFailure} if the message cannot be
 * received completely. Closing it before its end abandons the message.
 */
public interface BodySource extends ByteSource {

  /** The body of a message without a body. */
  BodySource EMPTY = new EmptyBody();

  /**
   * Returns the trailers.
   *
   * @return completes when the end was read, empty if there are none; fails with {@link HttpFailure}
   */
  CompletionStage<Optional<List<HttpField>>> trailers();

  /** A body without bytes and trailers. */
  final class EmptyBody implements BodySource {
    private EmptyBody() {}

    @Override
    public int read(byte[] target, int offset, int length) {
      return -1;
    }

    @Override
    public Pollable readable() {
      return Pollable.READY;
    }

    @Override
    public CompletionStage<Optional<List<HttpField>>> trailers() {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public void close() {}
  }
}
