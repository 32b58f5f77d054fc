package radicchio.wasi.p2.http;

import java.util.List;
import radicchio.wasi.host.http.RequestTarget;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.client.HttpCall;
import radicchio.wasi.http.client.Timeouts;
import radicchio.wasi.p2.Children;

/** {@code outgoing-request}: a request of a guest. */
final class OutgoingRequest {
  private final List<HttpField> headers;
  private final OutgoingContent content;
  private final Children children = new Children();
  private final RequestTarget target = new RequestTarget();

  OutgoingRequest(GuestFields headers) {
    this.headers = headers.taken();
    this.content = new OutgoingContent(this.headers, HttpErrorKind.HTTP_REQUEST_BODY_SIZE);
  }

  GuestFields headers() {
    return GuestFields.childOf(children, headers);
  }

  OutgoingContent content() {
    return content;
  }

  RequestTarget target() {
    return target;
  }

  /**
   * Returns the request.
   *
   * @throws HttpFailure if it cannot be sent
   */
  HttpCall call(Timeouts timeouts) throws HttpFailure {
    return target.call(headers, content.pipe(), timeouts);
  }

  void drop() {
    children.requireNone("outgoing-request");
    content.abandon();
  }
}
