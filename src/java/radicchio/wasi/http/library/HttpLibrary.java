package radicchio.wasi.http.library;

import java.io.IOException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.http.client.HttpSender;

/** The library that implements HTTP. It is found as a service, because it is optional. */
public interface HttpLibrary {

  /** Returns the sender of requests. The process has one, which the first request starts. */
  HttpSender sender();

  /**
   * Loads the classes that a server needs, so that the first one starts faster. It opens nothing and starts no thread.
   */
  void prepare(ServerSettings settings);

  /**
   * Starts a server.
   *
   * @param handler called for each request on a thread of the server, where it may wait; it may respond later, on any
   *     thread
   * @throws IOException if the server cannot listen
   */
  HttpServer serve(ServerSettings settings, Consumer<ServerExchange> handler) throws IOException;

  /** A running server. Closing it ends its connections, and interrupts its threads. */
  interface HttpServer extends AutoCloseable {
    /** Returns its port. */
    int port();

    @Override
    void close();
  }

  /**
   * Returns the library.
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
