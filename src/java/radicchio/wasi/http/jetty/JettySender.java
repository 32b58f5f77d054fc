package radicchio.wasi.http.jetty;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.client.HttpCall;
import radicchio.wasi.http.client.HttpReply;
import radicchio.wasi.http.client.HttpSender;
import radicchio.wasi.http.client.PendingReply;
import radicchio.wasi.http.client.Timeouts;

/** Sends requests with Jetty's client. Connections are kept for later requests to the same origin. */
final class JettySender implements HttpSender {
  private static final int MOST_HEADER_BYTES = 1 << 17;

  /** The message of Jetty's client for a header that is too large. */
  private static final String TOO_LARGE = "Header Bytes Too Large";

  private static final int MOST_CONNECTIONS = 256;
  private static JettySender process;

  private final HttpClient client;

  private JettySender(HttpClient client) {
    this.client = client;
  }

  /** Returns the sender of the process. Its threads do not keep the process alive. */
  static synchronized JettySender ofProcess() {
    if (process == null) {
      process = new JettySender(started());
    }
    return process;
  }

  private static HttpClient started() {
    HttpClient client = new HttpClient();
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("radicchio-http-client");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
    client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
    client.setMaxRequestHeadersSize(MOST_HEADER_BYTES);
    client.setMaxResponseHeadersSize(MOST_HEADER_BYTES);
    client.setConnectTimeout(Timeouts.LONGEST.toMillis());
    client.setStrictEventOrdering(false);
    try {
      client.start();
    } catch (Exception e) {
      throw RadicchioException.of(
          ErrorKind.CONFIG, "the HTTP client cannot be started: " + e.getMessage(), e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear(); // redirects, authentication, upgrades
    client.getProtocolHandlers().put(new ContinueProtocolHandler());
    client.getProtocolHandlers().put(new ProcessingProtocolHandler());
    client.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
    return client;
  }

  @Override
  public PendingReply send(HttpCall call) {
    Sending sending = new Sending(call);
    sending.start();
    return sending;
  }

  /** A pending request. */
  private final class Sending implements PendingReply {
    private final HttpCall call;
    private final Request request;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();

    /** Aborts the request at a timeout. Guarded by this object, like the next field. */
    private Scheduler.Task timer = () -> false;

    private boolean settled;

    Sending(HttpCall call) {
      this.call = call;
      this.request =
          client
              .newRequest(call.host(), call.port())
              .scheme(call.scheme())
              .method(call.method())
              .path(call.path())
              .idleTimeout(Timeouts.LONGEST.toMillis(), TimeUnit.MILLISECONDS)
              .headers(
                  headers -> {
                    headers.clear();
                    FieldLists.add(call.headers(), headers);
                    headers.remove(HttpHeader.CONTENT_LENGTH);
                  });
    }

    void start() {
      call.body()
          .ifPresent(
              pipe -> {
                PipeContent content = new PipeContent(pipe);
                request.body(content).trailersSupplier(content::trailers);
              });
      request
          .onRequestBegin(
              begun -> await(call.timeouts().firstByte(), HttpErrorKind.CONNECTION_READ_TIMEOUT))
          .onResponseContentSource(this::received);
      await(call.timeouts().connect(), HttpErrorKind.CONNECTION_TIMEOUT);
      try {
        request.send(this::ended);
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private synchronized void await(Optional<Duration> longest, HttpErrorKind kind) {
      timer.cancel();
      if (settled) {
        return;
      }
      long nanos = longest.orElse(Timeouts.LONGEST).toNanos();
      timer =
          client
              .getScheduler()
              .schedule(
                  () -> {
                    fail(HttpFailure.of(kind));
                    request.abort(HttpFailure.of(kind));
                  },
                  nanos,
                  TimeUnit.NANOSECONDS);
    }

    private void received(Response response, Content.Source source) {
      ContentBody body =
          new ContentBody(
              source, response::getTrailers, Sending::failureOfBody, Long.MAX_VALUE, true);
      body.limitSilence(
          client.getScheduler(), call.timeouts().betweenBytes().orElse(Timeouts.LONGEST));
      if (!settle()) {
        body.close();
        return;
      }
      reply(response, body);
    }

    private void reply(Response response, BodySource body) {
      reply.complete(
          new HttpReply(response.getStatus(), FieldLists.of(response.getHeaders()), body));
    }

    private static HttpFailure failureOfBody(Throwable thrown) {
      HttpFailure failure = failureOf(thrown);
      return failure.kind() == HttpErrorKind.CONNECTION_TERMINATED
          ? HttpFailure.caused(HttpErrorKind.HTTP_RESPONSE_INCOMPLETE, thrown)
          : failure;
    }

    private void ended(Result result) {
      if (result.isFailed()) {
        fail(result.getFailure());
      } else if (settle()) { // a response without a body
        reply(result.getResponse(), BodySource.EMPTY);
      }
    }

    private void fail(Throwable thrown) {
      if (settle()) {
        call.body().ifPresent(BodyPipe::close);
        reply.completeExceptionally(failureOf(thrown));
      }
    }

    /** Tests whether this is the first outcome. */
    private synchronized boolean settle() {
      timer.cancel();
      boolean first = !settled;
      settled = true;
      return first;
    }

    @Override
    public CompletionStage<HttpReply> reply() {
      return reply;
    }

    @Override
    public void abandon() {
      if (settle()) {
        request.abort(HttpFailure.of(HttpErrorKind.CONNECTION_TERMINATED));
      }
    }
  }

  private static HttpFailure failureOf(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof RejectedExecutionException) {
        return HttpFailure.caused(HttpErrorKind.CONNECTION_LIMIT_REACHED, thrown);
      }
      if (t instanceof HttpException violation) {
        return HttpFailure.caused(
            String.valueOf(violation.getReason()).contains(TOO_LARGE)
                ? HttpErrorKind.HTTP_RESPONSE_HEADER_SECTION_SIZE
                : HttpErrorKind.HTTP_PROTOCOL_ERROR,
            thrown);
      }
    }
    return thrown instanceof HttpResponseException
        ? HttpFailure.caused(HttpErrorKind.HTTP_PROTOCOL_ERROR, thrown)
        : HttpFailure.from(thrown);
  }
}
