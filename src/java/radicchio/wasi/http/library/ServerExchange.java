package radicchio.wasi.http.library;

import java.net.InetSocketAddress;
import java.util.List;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpField;

/** A request that a server received, with its response. Any thread may use it. */
public interface ServerExchange {
  String method();

  /** {@code "http"} or {@code "https"}. */
  String scheme();

  /**
   * Returns the client's name for the server: host, with the port if it is not the default of the scheme. Empty if
   * the request has none.
   */
  String authority();

  /** Returns the path with the query, unchanged. Empty if the request has none. */
  String target();

  /** {@code "HTTP/1.1"}. */
  String protocol();

  InetSocketAddress local();

  InetSocketAddress remote();

  List<HttpField> headers();

  BodySource body();

  /**
   * Sends the response. Later calls only close their body.
   *
   * @param body sent as it becomes readable, and then closed; closed early if the client has disconnected. If a read
   *     fails, the client gets an incomplete response
   */
  void respond(int status, List<HttpField> headers, BodySource body);

  /** Tests whether {@link #respond} was called. */
  boolean isAnswered();
}
