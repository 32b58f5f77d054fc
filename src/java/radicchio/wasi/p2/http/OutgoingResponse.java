package radicchio.wasi.p2.http;

import java.util.List;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;

/** {@code outgoing-response}. */
final class OutgoingResponse {
  private static final int OK = 200;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 999;

  private final List<HttpField> headers;
  private final OutgoingContent content;
  private final Children children = new Children();
  private int status = OK;

  OutgoingResponse(GuestFields headers) {
    this.headers = headers.taken();
    this.content = new OutgoingContent(this.headers, HttpErrorKind.HTTP_RESPONSE_BODY_SIZE);
  }

  int status() {
    return status;
  }

  /** Sets the status. Returns false for an invalid one. */
  boolean setStatus(long given) {
    if (given < LEAST_STATUS || given > MOST_STATUS) {
      return false;
    }
    status = (int) given;
    return true;
  }

  /** Returns the headers to send. */
  List<HttpField> fields() {
    return headers;
  }

  GuestFields headers() {
    return GuestFields.childOf(children, headers);
  }

  OutgoingContent content() {
    return content;
  }

  void drop() {
    children.requireNone("outgoing-response");
    content.abandon();
  }
}
