package radicchio.wasi.p3.streams;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.StreamSource;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.streams.ByteSource;

/**
 * The bytes of a source, as a guest reads them. A failure of the source ends the stream, and is reported separately.
 */
public final class GivenBytes implements StreamSource.OfBytes {
  private final ByteSource source;
  private final CompletableFuture<Optional<IOException>> outcome = new CompletableFuture<>();

  /** @param source closed when the guest stops reading */
  public GivenBytes(ByteSource source) {
    this.source = source;
  }

  /** Completes with the failure that ended the stream; empty if its end was reached or the guest dropped it. */
  public CompletionStage<Optional<IOException>> outcome() {
    return outcome;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      int count = source.read(target, offset, length);
      if (count < 0) {
        outcome.complete(Optional.empty());
        return END;
      }
      return count;
    } catch (IOException e) {
      if (HostInterface.isInterruption(e)) {
        throw HostInterface.interrupted();
      }
      outcome.complete(Optional.of(e));
      return END;
    }
  }

  @Override
  public CompletionStage<Void> whenReadable() {
    return source.readable().whenReady();
  }

  @Override
  public void close() {
    try {
      source.close();
      outcome.complete(Optional.empty());
    } catch (IOException e) {
      outcome.complete(Optional.of(e));
    }
  }
}
