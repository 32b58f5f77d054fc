package radicchio.wasi.http.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;

/**
 * The requests that a guest may send.
 *
 * @param allowed the allowed origins, checked for each request
 * @param sender sends the allowed requests
 */
public record HttpGrant(AllowedOrigins allowed, HttpSender sender) {

  /**
   * Starts to send a request.
   *
   * @throws HttpFailure if it is not allowed
   */
  public PendingReply send(HttpCall call) throws HttpFailure {
    if (!allowed.permits(call.scheme(), call.host(), call.port())) {
      throw HttpFailure.of(HttpErrorKind.HTTP_REQUEST_DENIED);
    }
    return sender.send(call);
  }

  /** Returns a request that has failed. */
  public static PendingReply refused(HttpFailure failure) {
    CompletionStage<HttpReply> failed = CompletableFuture.failedStage(failure);
    return new PendingReply() {
      @Override
      public CompletionStage<HttpReply> reply() {
        return failed;
      }

      @Override
      public void abandon() {}
    };
  }
}
