package radicchio.wasi.http.client;

import java.util.List;
import java.util.Optional;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.HttpField;

/**
 * A request of a guest.
 *
 * @param scheme {@code "http"} or {@code "https"}
 * @param host a name or an address, in lower case; IPv6 in brackets
 * @param path with its query, as it is sent
 * @param headers without those of the connection
 */
public record HttpCall(
    String method,
    String scheme,
    String host,
    int port,
    String path,
    List<HttpField> headers,
    Optional<BodyPipe> body,
    Timeouts timeouts) {

  public HttpCall {
    headers = List.copyOf(headers);
  }

  /** Returns the host, with the port if it is not the default of the scheme. */
  public String authority() {
    return port == Authority.defaultPort(scheme) ? host : host + ":" + port;
  }
}
