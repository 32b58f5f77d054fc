package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.List;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.client.HttpReply;
import radicchio.wasi.p2.Children;

/** {@code incoming-response}. */
final class IncomingResponse {
  private final int status;
  private final List<HttpField> headers;
  private final IncomingContent content;
  private final Children children = new Children();

  IncomingResponse(HttpReply reply) {
    this.status = reply.status();
    this.headers = FieldRules.visible(reply.headers());
    this.content = new IncomingContent(reply.body());
  }

  int status() {
    return status;
  }

  GuestFields headers() {
    return GuestFields.childOf(children, headers);
  }

  IncomingContent content() {
    return content;
  }

  void drop() throws IOException {
    children.requireNone("incoming-response");
    content.close();
  }
}
