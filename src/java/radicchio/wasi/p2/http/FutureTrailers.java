package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;

/** {@code future-trailers}: the trailers after the bytes of a body. Unread bytes are dropped. */
final class FutureTrailers {
  private static final int PIECE = 8192;

  private final BodySource body;
  private final CompletableFuture<Optional<List<HttpField>>> trailers;
  private final Children children = new Children();
  private boolean taken;

  private FutureTrailers(BodySource body) {
    this.body = body;
    this.trailers = body.trailers().toCompletableFuture();
  }

  /** Reads the body to its end, without waiting. */
  static FutureTrailers after(BodySource body) {
    FutureTrailers made = new FutureTrailers(body);
    made.drain(new byte[PIECE]);
    return made;
  }

  /** Reads the available bytes, and continues when there are more, on the thread that receives them. */
  private void drain(byte[] piece) {
    try {
      int n = 1;
      while (n > 0) {
        n = body.read(piece, 0, piece.length);
      }
      if (n == 0) {
        body.readable().whenReady().thenRun(() -> drain(piece));
      }
    } catch (IOException e) {
      trailers.completeExceptionally(HttpFailure.from(e));
    }
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, new StagePollable(trailers));
  }

  /** {@code get}: empty until the trailers have arrived; returns them only once. */
  StagedCase get() {
    if (!trailers.isDone()) {
      return Staged.none();
    }
    if (taken) {
      return Staged.some(Staged.err());
    }
    taken = true;
    return Staged.some(Staged.ok(outcome()));
  }

  private StagedCase outcome() {
    try {
      return Staged.ok(
          Staged.option(
              trailers
                  .join()
                  .map(fields -> GuestFields.childOf(children, FieldRules.visible(fields)))));
    } catch (CompletionException e) {
      return Staged.err(StagedHttp.error(HttpFailure.from(e)));
    }
  }

  void drop() throws IOException {
    children.requireNone("future-trailers");
    end();
  }

  void end() throws IOException {
    body.close();
  }
}
