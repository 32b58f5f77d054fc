package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import radicchio.wasi.http.BodySource;

/**
 * Sends a body as it becomes readable, a piece at a time; waits on no thread. What is read together is sent together:
 * a response whose body is there is one write.
 */
final class ResponsePump extends IteratingCallback {
  private static final int PIECE = 1 << 15;
  private static final int FIRST_PIECE = 1 << 12;

  private final Response response;
  private final BodySource body;
  private final Callback callback;

  /** Used by one thread at a time, as the two below: that which processes. */
  private byte[] piece = new byte[FIRST_PIECE];

  private boolean headSent;
  private boolean wasAwaited;
  private boolean lastSent;

  ResponsePump(Response response, BodySource body, Callback callback) {
    this.response = response;
    this.body = body;
    this.callback = callback;
  }

  @Override
  protected Action process() throws IOException {
    if (lastSent) {
      return Action.SUCCEEDED;
    }
    int length = 0;
    int n = 1;
    while (n > 0 && length < piece.length) {
      n = body.read(piece, length, piece.length - length);
      length += Math.max(n, 0);
    }
    lastSent = n < 0;
    if (length == 0 && !lastSent && (headSent || !isWokenForHead())) {
      return await();
    }
    if (!headSent) {
      expectTrailers();
      headSent = true;
    }
    response.write(lastSent, ByteBuffer.wrap(piece, 0, length), this);
    if (length == FIRST_PIECE && piece.length == FIRST_PIECE) {
      piece = new byte[PIECE];
    }
    return Action.SCHEDULED;
  }

  /** The head goes with the first bytes, or when the body is readable and has none: its writer wants it sent. */
  private boolean isWokenForHead() {
    boolean woken = wasAwaited;
    wasAwaited = true;
    return woken;
  }

  private Action await() {
    CompletionStage<Void> ready = body.readable().whenReady();
    if (ready.toCompletableFuture().isDone()) {
      iterate(); // while it processes, this makes it process again
    } else {
      ready.thenRun(this::iterate);
    }
    return Action.IDLE;
  }

  /** Jetty has to be told with the head that trailers may come; a body of declared length has none. */
  private void expectTrailers() {
    if (lastSent && trailers() == null
        || response.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
      return;
    }
    response.setTrailersSupplier(this::trailers);
  }

  /** The trailers; null if there are none, as Jetty wants it. */
  private HttpFields trailers() {
    return body.trailers()
        .toCompletableFuture()
        .getNow(Optional.empty())
        .map(FieldLists::of)
        .orElse(null);
  }

  /** Tells the writer of the body that nothing more is sent. */
  void discard() {
    try {
      body.close();
    } catch (IOException e) {
      callback.failed(e);
    }
  }

  @Override
  protected void onCompleteSuccess() {
    discard();
    callback.succeeded();
  }

  @Override
  protected void onFailure(Throwable cause) {
    discard();
    callback.failed(cause);
  }
}
