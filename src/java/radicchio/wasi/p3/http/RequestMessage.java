package radicchio.wasi.p3.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.FieldRules;
import radicchio.wasi.host.http.RequestOptions;
import radicchio.wasi.host.http.RequestTarget;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.http.client.HttpGrant;
import radicchio.wasi.http.client.HttpReply;
import radicchio.wasi.http.client.PendingReply;
import radicchio.wasi.http.client.Timeouts;

/** {@code request}: made by a guest, or received. */
public final class RequestMessage {
  private final RequestTarget target;
  private final List<HttpField> headers;
  private final Optional<RequestOptions> options;
  private final MessageBody body;

  private RequestMessage(
      RequestTarget target,
      List<HttpField> headers,
      Optional<RequestOptions> options,
      MessageBody body) {
    this.target = target;
    this.headers = headers;
    this.options = options;
    this.body = body;
  }

  static RequestMessage made(Optional<RequestOptions> options, MessageBody.OfGuest body) {
    return new RequestMessage(new RequestTarget(), body.headers(), options, body);
  }

  /**
   * A request for a guest's handler.
   *
   * @param target the path with its query
   * @param scheme {@code "http"} or {@code "https"}
   * @param body closed when the guest drops the request, or the stream and the future of its body
   */
  public static RequestMessage received(
      String method,
      String target,
      String scheme,
      Optional<String> authority,
      List<HttpField> headers,
      BodySource body) {
    RequestTarget to =
        RequestTarget.received(
            StagedHttp.method(method), target, StagedHttp.scheme(scheme), authority);
    return new RequestMessage(
        to, FieldRules.visible(headers), Optional.empty(), new MessageBody.OfHost(body));
  }

  RequestTarget target() {
    return target;
  }

  FieldList headers() {
    return FieldList.immutable(headers);
  }

  Optional<RequestOptions> options() {
    return options;
  }

  Object[] consume(FutureReader handled) {
    return body.consume(handled);
  }

  /** Ends a request that is dropped. */
  public void abandon() {
    body.abandon();
  }

  // --- Sending ---------------------------------------------------------------------------------

  /**
   * Sends it.
   *
   * @return completes with the response; fails with {@link HttpFailure}. Cancelling it cancels the request
   */
  CompletionStage<HttpReply> send(Optional<HttpGrant> grant) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    Optional<BodyPipe> pipe = Optional.empty();
    if (target.path().isEmpty()) {
      target.setPath(Optional.of("/"));
    }
    try {
      Timeouts timeouts = options.map(RequestOptions::timeouts).orElse(Timeouts.NONE);
      HttpGrant granted =
          grant.orElseThrow(() -> HttpFailure.of(HttpErrorKind.HTTP_REQUEST_DENIED));
      target.call(headers, Optional.empty(), timeouts); // fails before anything is written
      pipe = pipe();
      PendingReply pending = granted.send(target.call(headers, pipe, timeouts));
      watch(pending, reply);
    } catch (HttpFailure e) {
      pipe.ifPresent(BodyPipe::close);
      reply.completeExceptionally(e);
    }
    if (body instanceof MessageBody.OfGuest own) {
      reply.whenComplete((answer, thrown) -> tell(own, thrown));
    }
    return reply;
  }

  private Optional<BodyPipe> pipe() {
    HttpErrorKind wrongSize = HttpErrorKind.HTTP_REQUEST_BODY_SIZE;
    if (body instanceof MessageBody.OfGuest own) {
      return own.contents().map(contents -> Transmission.ofGuest(own, contents, wrongSize));
    }
    BodySource source = ((MessageBody.OfHost) body).source();
    return source == BodySource.EMPTY
        ? Optional.empty()
        : Optional.of(Transmission.ofHost(source, headers, wrongSize));
  }

  private void watch(PendingReply pending, CompletableFuture<HttpReply> reply) {
    pending
        .reply()
        .whenComplete(
            (answer, thrown) -> {
              if (thrown != null) {
                reply.completeExceptionally(HttpFailure.from(thrown));
              } else if (!reply.complete(answer)) {
                MessageBody.closeQuietly(answer.body());
              }
            });
    reply.whenComplete(
        (answer, thrown) -> {
          if (reply.isCancelled()) {
            pending.abandon();
          }
        });
    if (body instanceof MessageBody.OfGuest own && own.contents().isEmpty()) {
      Transmission.failure(own.trailers())
          .thenAccept(failure -> failure.ifPresent(reason -> pending.abandon()));
    }
  }

  /** Completes the transmission for the guest, if its body does not do so. */
  private static void tell(MessageBody.OfGuest own, Throwable thrown) {
    if (thrown != null) {
      own.contents().ifPresent(contents -> contents.close());
      own.fail(HttpFailure.from(thrown));
    } else if (own.contents().isEmpty()) {
      own.succeed();
    }
  }
}
