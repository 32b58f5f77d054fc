package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import radicchio.abi.StagedCase;
import radicchio.wasi.http.Authority;
import radicchio.wasi.http.HttpCall;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.Timeouts;
import radicchio.wasi.p2.Children;

/** {@code outgoing-request}: a request that a guest makes. */
final class OutgoingRequest {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,63}");

  /** Everything visible of ASCII but what begins a fragment. */
  private static final Pattern PATH = Pattern.compile("[!-~&&[^#]]*");

  private final List<HttpField> headers;
  private final OutgoingContent content;
  private final Children children = new Children();
  private StagedCase method = StagedHttp.method("GET");
  private Optional<String> path = Optional.empty();
  private Optional<StagedCase> scheme = Optional.empty();
  private Optional<String> authority = Optional.empty();

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

  StagedCase method() {
    return method;
  }

  Optional<String> path() {
    return path;
  }

  Optional<StagedCase> scheme() {
    return scheme;
  }

  Optional<String> authority() {
    return authority;
  }

  // Setters: false for what is not syntactically valid

  boolean setMethod(StagedCase given) {
    if (!FieldRules.isToken(StagedHttp.method(given))) {
      return false;
    }
    method = given;
    return true;
  }

  boolean setPath(Optional<String> given) {
    if (given.isPresent() && !PATH.matcher(given.get()).matches()) {
      return false;
    }
    path = given;
    return true;
  }

  boolean setScheme(Optional<StagedCase> given) {
    if (given.isPresent() && !SCHEME.matcher(StagedHttp.scheme(given.get())).matches()) {
      return false;
    }
    scheme = given;
    return true;
  }

  boolean setAuthority(Optional<String> given) {
    if (given.isPresent() && Authority.parse(given.get()).isEmpty()) {
      return false;
    }
    authority = given;
    return true;
  }

  /**
   * The request as it is sent.
   *
   * @throws HttpFailure if it cannot be sent as it is
   */
  HttpCall call(Timeouts timeouts) throws HttpFailure {
    String name = StagedHttp.method(method);
    String toScheme = scheme.map(StagedHttp::scheme).orElse("https");
    if (!toScheme.equals("http") && !toScheme.equals("https") || name.equals("CONNECT")) {
      throw HttpFailure.of(HttpErrorKind.HTTP_PROTOCOL_ERROR);
    }
    Authority to =
        authority
            .flatMap(Authority::parse)
            .filter(a -> !a.hasUserInfo() && a.port().orElse(1) > 0)
            .orElseThrow(() -> HttpFailure.of(HttpErrorKind.HTTP_REQUEST_URI_INVALID));
    return new HttpCall(
        name,
        toScheme,
        to.host(),
        to.port().orElse(Authority.defaultPort(toScheme)),
        target(),
        headers,
        content.pipe(),
        timeouts);
  }

  private String target() throws HttpFailure {
    String given = path.orElseThrow(() -> HttpFailure.of(HttpErrorKind.HTTP_REQUEST_URI_INVALID));
    if (given.isEmpty() || given.startsWith("?")) {
      return "/" + given;
    }
    if (!given.startsWith("/") && !given.equals("*")) {
      throw HttpFailure.of(HttpErrorKind.HTTP_REQUEST_URI_INVALID);
    }
    return given;
  }

  void drop() {
    children.requireNone("outgoing-request");
    content.abandon();
  }
}
