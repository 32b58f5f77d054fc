package radicchio.wasi.http.client;

/** Sends requests. It does not follow redirects, and does not keep cookies. Any thread may use it. */
@FunctionalInterface
public interface HttpSender {

  /** Starts to send a request, without waiting. A failure is the outcome of the reply. */
  PendingReply send(HttpCall call);
}
