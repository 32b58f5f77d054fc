package radicchio.wasi.host.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.client.Authority;
import radicchio.wasi.http.client.HttpCall;
import radicchio.wasi.http.client.Timeouts;

/** The method of a request, and its target. */
public final class RequestTarget {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,63}");

  /** Visible characters, including some that a URI cannot have. Characters that are not ASCII are sent as encoded UTF-8. */
  private static final Pattern PATH = Pattern.compile("[!-~\\x{80}-\\x{10ffff}&&[^#<>`]]*");

  private static final int ASCII = 0x80;

  private StagedCase method = StagedHttp.method("GET");
  private Optional<String> path = Optional.empty();
  private Optional<StagedCase> scheme = Optional.empty();
  private Optional<String> authority = Optional.empty();

  /** Returns the target of a received request, as its client sent it. */
  public static RequestTarget received(
      StagedCase method, String path, StagedCase scheme, Optional<String> authority) {
    RequestTarget target = new RequestTarget();
    target.method = method;
    target.path = Optional.of(path);
    target.scheme = Optional.of(scheme);
    target.authority = authority;
    return target;
  }

  public StagedCase method() {
    return method;
  }

  public Optional<String> path() {
    return path;
  }

  public Optional<StagedCase> scheme() {
    return scheme;
  }

  public Optional<String> authority() {
    return authority;
  }

  // Setters: false for a value that is not valid

  public boolean setMethod(StagedCase given) {
    if (!FieldRules.isToken(StagedHttp.method(given))) {
      return false;
    }
    method = StagedHttp.method(StagedHttp.method(given));
    return true;
  }

  public boolean setPath(Optional<String> given) {
    if (given.isPresent() && !PATH.matcher(given.get()).matches()) {
      return false;
    }
    path = given;
    return true;
  }

  public boolean setScheme(Optional<StagedCase> given) {
    if (given.isPresent() && !SCHEME.matcher(StagedHttp.scheme(given.get())).matches()) {
      return false;
    }
    scheme = given.map(known -> StagedHttp.scheme(StagedHttp.scheme(known)));
    return true;
  }

  public boolean setAuthority(Optional<String> given) {
    if (given.isPresent() && Authority.parse(given.get()).isEmpty()) {
      return false;
    }
    authority = given;
    return true;
  }

  /**
   * Returns the request as it is sent.
   *
   * @throws HttpFailure if it cannot be sent
   */
  public HttpCall call(List<HttpField> headers, Optional<BodyPipe> body, Timeouts timeouts)
      throws HttpFailure {
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
        body,
        timeouts);
  }

  private String target() throws HttpFailure {
    String given = path.orElseThrow(() -> HttpFailure.of(HttpErrorKind.HTTP_REQUEST_URI_INVALID));
    if (given.isEmpty() || given.startsWith("?")) {
      return encoded("/" + given);
    }
    if (!given.startsWith("/") && !given.equals("*")) {
      throw HttpFailure.of(HttpErrorKind.HTTP_REQUEST_URI_INVALID);
    }
    return encoded(given);
  }

  private static String encoded(String path) {
    if (path.chars().allMatch(c -> c < ASCII)) {
      return path;
    }
    StringBuilder ascii = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      ascii.append(b >= 0 ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return ascii.toString();
  }
}
