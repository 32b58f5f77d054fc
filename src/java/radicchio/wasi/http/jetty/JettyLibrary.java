package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.Server;
import org.slf4j.LoggerFactory;
import radicchio.wasi.http.client.HttpSender;
import radicchio.wasi.http.library.HttpLibrary;
import radicchio.wasi.http.library.ServerExchange;
import radicchio.wasi.http.library.ServerSettings;

/** HTTP/1.1 with Jetty's server and client. */
public final class JettyLibrary implements HttpLibrary {
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  /** If one of them is missing, this class cannot be loaded, which {@link HttpLibrary#find} reports. */
  private static final List<Class<?>> NEEDED = List.of(Server.class, HttpClient.class);

  static {
    startLogging();
  }

  /**
   * Makes SLF4J, by which Jetty logs, look for its provider. If there is none, it would print three lines of warning, and
   * nothing is logged. It does not change what the user has set.
   */
  private static void startLogging() {
    if (System.getProperty(VERBOSITY) != null) {
      LoggerFactory.getILoggerFactory();
      return;
    }
    System.setProperty(VERBOSITY, "ERROR");
    try {
      LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(VERBOSITY);
    }
  }

  /** For {@link java.util.ServiceLoader}. */
  public JettyLibrary() {}

  @Override
  public HttpSender sender() {
    return call -> JettySender.ofProcess().send(call);
  }

  @Override
  public void prepare(ServerSettings settings) {
    JettyServer.assembled(settings, exchange -> {});
  }

  @Override
  public HttpServer serve(ServerSettings settings, Consumer<ServerExchange> handler)
      throws IOException {
    return JettyServer.assembled(settings, handler).start();
  }
}
