package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import radicchio.wasi.http.library.HttpLibrary.HttpServer;
import radicchio.wasi.http.library.ServerExchange;
import radicchio.wasi.http.library.ServerSettings;

/** A server with Jetty. */
final class JettyServer implements HttpServer {
  private static final int PAYLOAD_TOO_LARGE = 413;

  /** Threads that accept connections, select, and move bytes for the handlers, which may all wait. */
  private static final int OWN_THREADS = 8;

  private final Server server;
  private final ServerConnector connector;

  private JettyServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /** Makes a server that does not run: it has no thread and no open file. */
  static JettyServer assembled(ServerSettings settings, Consumer<ServerExchange> handler) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.threads() + OWN_THREADS);
    threads.setName("radicchio-http-server");
    threads.setStopTimeout(0);
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(settings)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idle().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.connections(), connector));
    server.setErrorHandler(JettyServer::writeError);
    HeaderDeadline deadline = new HeaderDeadline(server.getScheduler(), settings.header());
    connector.addBean(deadline);
    server.setHandler(new Answering(settings, handler, deadline));
    server.setStopTimeout(0);
    return new JettyServer(server, connector);
  }

  JettyServer start() throws IOException {
    try {
      server.start();
      return this;
    } catch (Exception e) {
      stop(server);
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }

  private static HttpConfiguration configuration(ServerSettings settings) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(settings.headerBytes());
    configuration.setResponseHeaderSize(settings.headerBytes());
    configuration.setMaxResponseHeaderSize(settings.headerBytes());
    configuration.setUriCompliance(UriCompliance.UNSAFE); // the guest checks paths
    configuration.setIdleTimeout(settings.idle().toMillis());
    return configuration;
  }

  /** The responses of the server's own refusals, a line of text each. */
  private static boolean writeError(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String reason = HttpStatus.getMessage(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    Content.Sink.write(response, true, status + " " + reason + "\n", callback);
    return true;
  }

  /**
   * Passes requests on, at most as many at a time as the settings allow. Others wait without a thread. A request has
   * a thread as long as its handler runs.
   */
  private static final class Answering extends Handler.Abstract {
    private final ServerSettings settings;
    private final Consumer<ServerExchange> handler;
    private final HeaderDeadline deadline;
    private final Semaphore places;
    private final Queue<ServerExchange> waiting = new ConcurrentLinkedQueue<>();

    Answering(ServerSettings settings, Consumer<ServerExchange> handler, HeaderDeadline deadline) {
      this.settings = settings;
      this.handler = handler;
      this.deadline = deadline;
      this.places = new Semaphore(settings.threads());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Connection connection = request.getConnectionMetaData().getConnection();
      deadline.received(connection);
      Request.addCompletionListener(request, thrown -> deadline.answered(connection));
      if (request.getLength() > settings.bodyBytes()) {
        Response.writeError(request, response, callback, PAYLOAD_TOO_LARGE);
        return true;
      }
      request.addIdleTimeoutListener(
          timeout -> false); // the time limit of the guest applies while it runs
      waiting.add(new JettyExchange(request, response, callback, settings.bodyBytes()));
      answer();
      return true;
    }

    /** Handles waiting requests while there is a place, and checks again after a place is free. */
    private void answer() {
      while (!waiting.isEmpty() && places.tryAcquire()) {
        try {
          ServerExchange next = waiting.poll();
          while (next != null) {
            handler.accept(next);
            next = waiting.poll();
          }
        } finally {
          places.release();
        }
      }
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
  }
}
