package radicchio.wasi.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a guest may do with HTTP.
 *
 * @param allowed where its requests may go, looked at for each of them
 * @param sender sends what is allowed
 */
public record HttpGrant(AllowedOrigins allowed, HttpSender sender) {

  /** Starts to send a request, if it is allowed. */
  public PendingReply send(HttpCall call) {
    return allowed.permits(call.scheme(), call.host(), call.port())
        ? sender.send(call)
        : refused(HttpFailure.of(HttpErrorKind.HTTP_REQUEST_DENIED));
  }

  /** A request that has failed already. */
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
