package radicchio.wasi.http.jetty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.library.ServerExchange;

/** A request that Jetty received. */
final class JettyExchange implements ServerExchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ContentBody body;
  private final AtomicBoolean answered = new AtomicBoolean();

  JettyExchange(Request request, Response response, Callback callback, long bodyBytes) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.body = new ContentBody(request, request::getTrailers, HttpFailure::from, bodyBytes, false);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String scheme() {
    return request.isSecure() ? "https" : "http";
  }

  @Override
  public String authority() {
    HttpURI uri = request.getHttpURI();
    if (uri.getHost() == null) {
      return "";
    }
    return uri.getPort() > 0
        ? new HostPort(uri.getHost(), uri.getPort()).toString()
        : uri.getHost();
  }

  @Override
  public String target() {
    String target = request.getHttpURI().getPathQuery();
    return target == null ? "" : target; // CONNECT has none
  }

  @Override
  public String protocol() {
    return request.getConnectionMetaData().getProtocol();
  }

  @Override
  public InetSocketAddress local() {
    return internet(request.getConnectionMetaData().getLocalSocketAddress());
  }

  @Override
  public InetSocketAddress remote() {
    return internet(request.getConnectionMetaData().getRemoteSocketAddress());
  }

  private static InetSocketAddress internet(SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? internet
        : InetSocketAddress.createUnresolved("", 0);
  }

  @Override
  public List<HttpField> headers() {
    return FieldLists.of(request.getHeaders());
  }

  @Override
  public BodySource body() {
    return body;
  }

  @Override
  public boolean isAnswered() {
    return answered.get();
  }

  @Override
  public void respond(int status, List<HttpField> headers, BodySource content) {
    ResponsePump pump = new ResponsePump(response, content, callback);
    if (!answered.compareAndSet(false, true)) {
      pump.discard();
      return;
    }
    response.setStatus(status);
    FieldLists.add(headers, response.getHeaders());
    if (headers.stream().anyMatch(field -> field.isNamed("date"))) {
      keepOwnDate();
    }
    request.addFailureListener(failure -> pump.discard());
    pump.iterate();
  }

  /** The date of the guest replaces that of the server. */
  private void keepOwnDate() {
    String own = response.getHeaders().getLast(HttpHeader.DATE);
    response.getHeaders().put(HttpHeader.DATE, own);
  }
}
