package radicchio.wasi.http.client;

import java.util.concurrent.CompletionStage;

/** A pending request. */
public interface PendingReply {

  /** Returns a stage that completes with the head of the response; fails only with {@link radicchio.wasi.http.HttpFailure}. */
  CompletionStage<HttpReply> reply();

  /** Cancels the request. Does nothing if the reply has arrived. */
  void abandon();
}
