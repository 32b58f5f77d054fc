package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;

/** {@code incoming-request}: a request that a guest handles. */
public final class IncomingRequest {
  private final String method;
  private final String target;
  private final String scheme;
  private final Optional<String> authority;
  private final List<HttpField> headers;
  private final Children children = new Children();
  private final IncomingContent content;

  /**
   * @param target the path with its query
   * @param scheme {@code "http"} or {@code "https"}
   * @param body closed with the request, if the guest does not take it
   */
  public IncomingRequest(
      String method,
      String target,
      String scheme,
      Optional<String> authority,
      List<HttpField> headers,
      BodySource body) {
    this.method = method;
    this.target = target;
    this.scheme = scheme;
    this.authority = authority;
    this.headers = FieldRules.visible(headers);
    this.content = new IncomingContent(body);
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  String scheme() {
    return scheme;
  }

  Optional<String> authority() {
    return authority;
  }

  GuestFields headers() {
    return GuestFields.childOf(children, headers);
  }

  IncomingContent content() {
    return content;
  }

  void drop() throws IOException {
    children.requireNone("incoming-request");
    content.close();
  }
}
