package radicchio.wasi.host.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;

/** The variants {@code method}, {@code scheme} and {@code error-code} as staged values, and back. */
public final class StagedHttp {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
  private static final List<String> SCHEMES = List.of("http", "https");
  private static final HttpErrorKind[] KINDS = HttpErrorKind.values();

  private StagedHttp() {}

  public static StagedCase method(String name) {
    return named(METHODS, name);
  }

  /** Returns the method's name as it is sent. */
  public static String method(StagedCase method) {
    return named(METHODS, method);
  }

  public static StagedCase scheme(String name) {
    return named(SCHEMES, name);
  }

  /** Returns the scheme's name, in lower case if it is a known one. */
  public static String scheme(StagedCase scheme) {
    return named(SCHEMES, scheme);
  }

  private static StagedCase named(List<String> known, String name) {
    int index = known.indexOf(name);
    return index < 0 ? new StagedCase(known.size(), name) : new StagedCase(index, null);
  }

  private static String named(List<String> known, StagedCase variant) {
    return variant.index() < known.size()
        ? known.get(variant.index())
        : Arguments.text(variant.payload());
  }

  // Errors: the kinds are in the order of the cases

  public static StagedCase error(HttpFailure failure) {
    return new StagedCase(failure.kind().ordinal(), payload(failure));
  }

  private static Object payload(HttpFailure failure) {
    return switch (failure.kind()) {
      case DNS_ERROR -> Staged.record(Staged.option(failure.text()), Staged.none());
      case TLS_ALERT_RECEIVED ->
          Staged.record(size(failure.size(), 0xff), Staged.option(failure.text()));
      case HTTP_REQUEST_BODY_SIZE, HTTP_RESPONSE_BODY_SIZE -> size(failure.size(), -1);
      case HTTP_REQUEST_HEADER_SECTION_SIZE,
          HTTP_REQUEST_TRAILER_SECTION_SIZE,
          HTTP_RESPONSE_HEADER_SECTION_SIZE,
          HTTP_RESPONSE_TRAILER_SECTION_SIZE ->
          size(failure.size(), 0xffff_ffffL);
      case HTTP_REQUEST_HEADER_SIZE -> Staged.some(fieldSize(failure));
      case HTTP_REQUEST_TRAILER_SIZE, HTTP_RESPONSE_HEADER_SIZE, HTTP_RESPONSE_TRAILER_SIZE ->
          fieldSize(failure);
      case HTTP_RESPONSE_TRANSFER_CODING, HTTP_RESPONSE_CONTENT_CODING, INTERNAL_ERROR ->
          Staged.option(failure.text());
      default -> null;
    };
  }

  private static Object[] fieldSize(HttpFailure failure) {
    return Staged.record(Staged.option(failure.text()), size(failure.size(), 0xffff_ffffL));
  }

  private static StagedCase size(OptionalLong size, long mask) {
    return size.isPresent() ? Staged.some(size.getAsLong() & mask) : Staged.none();
  }

  /** Returns the failure that a guest gives instead of a response, with the text of its payload. */
  public static HttpFailure failure(StagedCase code) {
    HttpErrorKind kind = KINDS[code.index()];
    Optional<String> text =
        kind == HttpErrorKind.INTERNAL_ERROR && code.payload() instanceof StagedCase option
            ? Optional.ofNullable(option.payload()).map(Arguments::text)
            : Optional.empty();
    return text.map(t -> HttpFailure.of(kind, t)).orElseGet(() -> HttpFailure.of(kind));
  }
}
