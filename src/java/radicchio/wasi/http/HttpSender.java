package radicchio.wasi.http;

/** Sends requests. Follows no redirects and keeps no cookies. Any thread may use it. */
@FunctionalInterface
public interface HttpSender {

  /** Starts to send a request, without waiting; what fails, fails the reply. */
  PendingReply send(HttpCall call);
}
