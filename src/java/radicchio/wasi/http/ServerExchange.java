package radicchio.wasi.http;

import java.net.InetSocketAddress;
import java.util.List;

/** A request that a server got, and the way to answer it. Any thread may use it. */
public interface ServerExchange {
  String method();

  /** {@code "http"} or {@code "https"}. */
  String scheme();

  /** What the client calls the server: host, and port if it is not the scheme's own. Empty if it did not. */
  String authority();

  /** The path with the query, as it came. Empty if the request has none. */
  String target();

  /** {@code "HTTP/1.1"}. */
  String protocol();

  InetSocketAddress local();

  InetSocketAddress remote();

  List<HttpField> headers();

  BodySource body();

  /**
   * Answers the request, once; later calls close their body and do nothing else.
   *
   * @param body sent as it becomes readable, then closed; closed early if the client has left. If a read of it fails,
   *     the client sees that the response is not whole
   */
  void respond(int status, List<HttpField> headers, BodySource body);

  /** Whether {@link #respond} was called. */
  boolean isAnswered();
}
