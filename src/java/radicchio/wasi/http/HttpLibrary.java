package radicchio.wasi.http;

import java.io.IOException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The library that speaks HTTP: found as a service, since who uses no HTTP need not have it. */
public interface HttpLibrary {

  /** Sends requests; one for the process, started by the first request. */
  HttpSender sender();

  /**
   * Starts a server.
   *
   * @param handler called for each request on a thread of the server, where it may wait; answers it some time, on any
   *     thread
   * @throws IOException if it cannot listen there
   */
  HttpServer serve(ServerSettings settings, Consumer<ServerExchange> handler) throws IOException;

  /** A server that listens. Closing it ends its connections, and interrupts its threads. */
  interface HttpServer extends AutoCloseable {
    /** The port that it listens on. */
    int port();

    @Override
    void close();
  }

  /**
   * The library.
   *
   * @throws RadicchioException {@code CONFIG} if it is not on the class path
   */
  static HttpLibrary find() {
    try {
      return ServiceLoader.load(HttpLibrary.class, HttpLibrary.class.getClassLoader())
          .findFirst()
          .orElseThrow(() -> absent(null));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw absent(e);
    }
  }

  private static RadicchioException absent(Throwable cause) {
    return RadicchioException.of(
        ErrorKind.CONFIG,
        "HTTP needs Jetty 12.1 on the class path: org.eclipse.jetty/jetty-server and"
            + " org.eclipse.jetty/jetty-client",
        cause);
  }
}
