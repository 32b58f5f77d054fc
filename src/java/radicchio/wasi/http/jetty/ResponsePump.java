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
 * Sends a body as it becomes readable, in pieces, without waiting on a thread. Pieces that are read together are sent
 * together, so a response whose body is available is one write.
 */
final class ResponsePump extends IteratingCallback {
  private static final int PIECE = 1 << 15;
  private static final int FIRST_PIECE = 1 << 12;

  private final Response response;
  private final BodySource body;
  private final Callback callback;

  /** One thread at a time uses it, like the next two fields: the processing one. */
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

  /**
   * Sends the head with the first bytes, or when the body is readable without bytes, because its writer requested
   * that.
   */
  private boolean isWokenForHead() {
    boolean woken = wasAwaited;
    wasAwaited = true;
    return woken;
  }

  private Action await() {
    CompletionStage<Void> ready = body.readable().whenReady();
    if (ready.toCompletableFuture().isDone()) {
      iterate(); // if it is processing, this makes it process again
    } else {
      ready.thenRun(this::iterate);
    }
    return Action.IDLE;
  }

  /** Announces trailers to Jetty with the head, because they may follow. A body of declared length has none. */
  private void expectTrailers() {
    if (lastSent && trailers() == null
        || response.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
      return;
    }
    response.setTrailersSupplier(this::trailers);
  }

  /** Returns the trailers; null means none in Jetty. */
  private HttpFields trailers() {
    return body.trailers()
        .toCompletableFuture()
        .getNow(Optional.empty())
        .map(FieldLists::of)
        .orElse(null);
  }

  /** Makes the writer's side of the body closed. */
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
