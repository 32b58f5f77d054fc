package radicchio.wasi.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.Pollable;

/** A body that calls a function when its reader stops. */
public final class WatchedBody implements BodySource {
  private final BodySource body;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  public WatchedBody(BodySource body) {
    this.body = body;
  }

  /** Completes when reading has ended: true if the end was read, false after a failure or an earlier close. */
  public CompletionStage<Boolean> ended() {
    return ended;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = body.read(target, offset, length);
      if (count < 0) {
        ended.complete(true);
      }
      return count;
    } catch (IOException e) {
      ended.complete(false);
      throw e;
    }
  }

  @Override
  public Pollable readable() {
    return body.readable();
  }

  @Override
  public CompletionStage<Optional<List<HttpField>>> trailers() {
    return body.trailers();
  }

  @Override
  public void close() throws IOException {
    body.close();
    ended.complete(false);
  }
}
