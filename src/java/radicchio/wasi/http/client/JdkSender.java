package radicchio.wasi.http.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.TimeUnit;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;

/**
 * Sends requests with a client of the JDK that a user made. That client does not support trailers: those of a request
 * are not sent, and a response has none. The timeout of its connections is a setting of the client.
 */
public final class JdkSender implements HttpSender {
  private final HttpClient client;

  /**
   * @throws IllegalArgumentException if the client follows redirects, which could lead to origins that are not
   *     allowed
   */
  public JdkSender(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "it follows redirects, for which the allowed origins are not checked");
    }
    this.client = client;
  }

  @Override
  public PendingReply send(HttpCall call) {
    HttpRequest request;
    try {
      request = request(call);
    } catch (IllegalArgumentException e) {
      return HttpGrant.refused(HttpFailure.caused(HttpErrorKind.HTTP_REQUEST_URI_INVALID, e));
    }
    Duration betweenBytes = call.timeouts().betweenBytes().orElse(Timeouts.LONGEST);
    CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> sent =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    sent.whenComplete(
        (response, thrown) -> {
          if (thrown != null) {
            call.body().ifPresent(BodyPipe::close);
            reply.completeExceptionally(HttpFailure.from(thrown));
            return;
          }
          PublishedBody body = new PublishedBody(betweenBytes);
          response.body().subscribe(body);
          if (!reply.complete(new HttpReply(response.statusCode(), fields(response), body))) {
            body.close(); // it was abandoned in the meantime
          }
        });
    call.timeouts()
        .firstByte()
        .ifPresent(
            longest ->
                CompletableFuture.delayedExecutor(longest.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> giveUp(sent, reply, HttpErrorKind.CONNECTION_READ_TIMEOUT)));
    return new PendingReply() {
      @Override
      public CompletionStage<HttpReply> reply() {
        return reply;
      }

      @Override
      public void abandon() {
        giveUp(sent, reply, HttpErrorKind.CONNECTION_TERMINATED);
      }
    };
  }

  private static void giveUp(
      CompletableFuture<?> sent, CompletableFuture<HttpReply> reply, HttpErrorKind kind) {
    if (reply.completeExceptionally(HttpFailure.of(kind))) {
      sent.cancel(true);
    }
  }

  private static HttpRequest request(HttpCall call) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(call.scheme() + "://" + call.authority() + call.path()))
            .method(call.method(), publisher(call.body()));
    for (HttpField field : call.headers()) {
      if (field.isNamed("expect")) {
        builder.expectContinue(true);
      } else if (!field.isNamed("content-length")) { // an exception of the publisher
        builder.header(field.name(), field.text());
      }
    }
    return builder.build();
  }

  private static BodyPublisher publisher(Optional<BodyPipe> body) {
    if (body.isEmpty()) {
      return BodyPublishers.noBody();
    }
    PublishingBody publisher = new PublishingBody(body.get());
    return body.get().declared().isPresent() && body.get().declared().getAsLong() > 0
        ? BodyPublishers.fromPublisher(publisher, body.get().declared().getAsLong())
        : BodyPublishers.fromPublisher(publisher);
  }

  private static List<HttpField> fields(HttpResponse<?> response) {
    List<HttpField> fields = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.startsWith(":")) {
                values.forEach(value -> fields.add(HttpField.of(name, value)));
              }
            });
    return fields;
  }
}
