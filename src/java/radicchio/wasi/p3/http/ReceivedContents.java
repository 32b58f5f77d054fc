package radicchio.wasi.p3.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.StreamSource;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;

/**
 * The contents of a message that comes from a peer, as a guest reads them. If the guest drops the stream before its end and
 * keeps the future, the rest is read and discarded, because the trailers come after it.
 */
final class ReceivedContents implements StreamSource.OfBytes {
  private static final int PIECE = 8192;

  private final BodySource source;
  private final CompletableFuture<Object> trailers = new CompletableFuture<>();
  private volatile boolean dropped;

  /** @param source closed when the guest has dropped both the stream and the future */
  ReceivedContents(BodySource source) {
    this.source = source;
    source
        .trailers()
        .whenComplete(
            (fields, thrown) ->
                trailers.complete(thrown == null ? ok(fields) : err(HttpFailure.from(thrown))));
    trailers.whenComplete(
        (result, thrown) -> {
          if (dropped) {
            closeSource();
          }
        });
  }

  /** Returns the {@code result<option<trailers>, error-code>} after the contents. */
  CompletableFuture<Object> trailers() {
    return trailers;
  }

  private static Object ok(Optional<List<HttpField>> fields) {
    return Staged.ok(
        Staged.option(fields.map(all -> FieldList.immutable(FieldRules.visible(all)))));
  }

  private static Object err(HttpFailure failure) {
    return Staged.err(StagedHttp.error(failure));
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      int count = source.read(target, offset, length);
      return count < 0 ? END : count;
    } catch (IOException e) {
      if (HostInterface.isInterruption(e)) {
        throw HostInterface.interrupted();
      }
      trailers.complete(err(HttpFailure.from(e)));
      return END;
    }
  }

  @Override
  public CompletionStage<Void> whenReadable() {
    return source.readable().whenReady();
  }

  @Override
  public void close() {
    dropped = true;
    if (trailers.isDone()) {
      closeSource();
    } else {
      drain(new byte[PIECE]);
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (IOException e) {
      // its reader stopped; the part that was read was valid
    }
  }

  /** Reads the available bytes, and continues when more arrive, on the thread that delivers them. */
  private void drain(byte[] piece) {
    try {
      int n = 1;
      while (n > 0 && !trailers.isDone()) {
        n = source.read(piece, 0, piece.length);
      }
      if (n == 0 && !trailers.isDone()) {
        source.readable().whenReady().thenRun(() -> drain(piece));
      }
    } catch (IOException e) {
      trailers.complete(err(HttpFailure.from(e)));
    }
  }
}
