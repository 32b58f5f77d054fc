package radicchio.wasi.http;

import java.util.concurrent.CompletionStage;

/** A request that is under way. */
public interface PendingReply {

  /** Completes when the response's head is there; fails with {@link HttpFailure} and nothing else. */
  CompletionStage<HttpReply> reply();

  /** Ends the request, whose response is not wanted any more. Does nothing if the reply is there. */
  void abandon();
}
