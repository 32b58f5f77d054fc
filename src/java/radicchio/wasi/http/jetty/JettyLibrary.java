package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.util.function.Consumer;
import radicchio.wasi.http.HttpLibrary;
import radicchio.wasi.http.HttpSender;
import radicchio.wasi.http.ServerExchange;
import radicchio.wasi.http.ServerSettings;

/** HTTP/1.1 with Jetty's server and client. */
public final class JettyLibrary implements HttpLibrary {

  /** For {@link java.util.ServiceLoader}. */
  public JettyLibrary() {}

  @Override
  public HttpSender sender() {
    return call -> JettySender.ofProcess().send(call);
  }

  @Override
  public HttpServer serve(ServerSettings settings, Consumer<ServerExchange> handler)
      throws IOException {
    return JettyServer.start(settings, handler);
  }
}
