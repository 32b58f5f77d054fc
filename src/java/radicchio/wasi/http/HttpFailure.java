package radicchio.wasi.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import radicchio.error.ForeignText;

/** Thrown if a message cannot be sent or received, also by the stream of a body. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final HttpErrorKind kind;
  private final transient Optional<String> text;
  private final transient OptionalLong size;

  private HttpFailure(
      HttpErrorKind kind, Optional<String> text, OptionalLong size, Throwable cause) {
    super(kind + text.map(t -> ": " + t).orElse(""), cause);
    this.kind = kind;
    this.text = text;
    this.size = size;
  }

  public static HttpFailure of(HttpErrorKind kind) {
    return new HttpFailure(kind, Optional.empty(), OptionalLong.empty(), null);
  }

  /** Returns a failure with a description, for the kinds that have one. */
  public static HttpFailure of(HttpErrorKind kind, String text) {
    return new HttpFailure(kind, Optional.of(text), OptionalLong.empty(), null);
  }

  /** Returns a failure with a size. */
  public static HttpFailure of(HttpErrorKind kind, long size) {
    return new HttpFailure(kind, Optional.empty(), OptionalLong.of(size), null);
  }

  public HttpErrorKind kind() {
    return kind;
  }

  /** Returns the rcode of a DNS error, the message of a TLS alert, the name of a field, or a description. */
  public Optional<String> text() {
    return text;
  }

  /** Returns the size that was too large, or differs from the declared one. */
  public OptionalLong size() {
    return size;
  }

  /**
   * Returns the failure for an exception of the JDK's network classes, or the exception itself if it is a failure.
   */
  public static HttpFailure from(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof HttpFailure failure) {
        return failure;
      }
    }
    if (isCausedBy(
        thrown, UnresolvedAddressException.class)) { // as the cause of a ConnectException
      return caused(HttpErrorKind.DNS_ERROR, thrown);
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Optional<HttpErrorKind> kind = kindOf(t);
      if (kind.isPresent()) {
        return caused(kind.get(), thrown);
      }
    }
    return new HttpFailure(
        HttpErrorKind.INTERNAL_ERROR,
        Optional.of(ForeignText.thrown(thrown)),
        OptionalLong.empty(),
        thrown);
  }

  /** Returns a failure of a kind with a cause. */
  public static HttpFailure caused(HttpErrorKind kind, Throwable cause) {
    Optional<String> text =
        kind == HttpErrorKind.DNS_ERROR
            ? Optional.of("address not available")
            : Optional.<String>empty();
    return new HttpFailure(kind, text, OptionalLong.empty(), cause);
  }

  private static Optional<HttpErrorKind> kindOf(Throwable t) {
    if (t instanceof UnknownHostException) {
      return Optional.of(HttpErrorKind.DNS_ERROR);
    }
    if (t instanceof HttpConnectTimeoutException || t instanceof SocketTimeoutException) {
      return Optional.of(HttpErrorKind.CONNECTION_TIMEOUT);
    }
    if (t instanceof HttpTimeoutException || t instanceof TimeoutException) {
      return Optional.of(HttpErrorKind.CONNECTION_READ_TIMEOUT);
    }
    if (t instanceof NoRouteToHostException) {
      return Optional.of(HttpErrorKind.DESTINATION_IP_UNROUTABLE);
    }
    if (t instanceof ConnectException) {
      return Optional.of(HttpErrorKind.CONNECTION_REFUSED);
    }
    if (t instanceof CertificateException) {
      return Optional.of(HttpErrorKind.TLS_CERTIFICATE_ERROR);
    }
    if (t instanceof SSLException) {
      return Optional.of(
          isCausedBy(t, CertificateException.class)
              ? HttpErrorKind.TLS_CERTIFICATE_ERROR
              : HttpErrorKind.TLS_PROTOCOL_ERROR);
    }
    if (t instanceof EOFException || t instanceof ClosedChannelException) {
      return Optional.of(HttpErrorKind.CONNECTION_TERMINATED);
    }
    return t.getClass() == java.net.SocketException.class
        ? Optional.of(HttpErrorKind.CONNECTION_TERMINATED)
        : Optional.empty();
  }

  private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
