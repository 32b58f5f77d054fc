package radicchio.wasi.p3.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.FieldList;
import radicchio.wasi.host.http.RequestTarget;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.client.HttpGrant;
import radicchio.wasi.http.client.HttpReply;

/** {@code wasi:http/types} and {@code wasi:http/client}. */
public final class MessageInterfaces {
  private static final String REQUEST = "[method]request.";
  private static final String RESPONSE = "[method]response.";

  private MessageInterfaces() {}

  /** @param headerBytes the approximate most bytes of one {@code fields} of the guest */
  public static HostInterface types(long headerBytes) {
    HostInterface host = HostInterface.of("wasi:http/types");
    new FieldListFunctions(headerBytes).addTo(host);
    TimeoutFunctions.addTo(host);
    addRequest(host);
    addTarget(host);
    addResponse(host);
    return host;
  }

  private static MessageBody.OfGuest body(Arguments a) {
    return new MessageBody.OfGuest(
        a.object(0, FieldList.class).entries(),
        a.option(1).map(StreamReader.class::cast),
        a.object(2, FutureReader.class),
        new CompletableFuture<>());
  }

  private static void addRequest(HostInterface host) {
    Class<RequestMessage> type = RequestMessage.class;
    host.withResource("request", type, RequestMessage::abandon, RequestMessage::abandon)
        .with(
            "[static]request.new",
            a -> {
              MessageBody.OfGuest body = body(a);
              return Staged.record(
                  RequestMessage.made(
                      a.option(3).map(o -> ((TimeoutFunctions.Handle) o).options()), body),
                  body.sent());
            })
        .with(
            REQUEST + "get-options",
            a ->
                Staged.option(
                    a.self(type).options().map(o -> new TimeoutFunctions.Handle(o, false))))
        .with(REQUEST + "get-headers", a -> a.self(type).headers())
        .with(
            "[static]request.consume-body",
            a -> a.object(0, type).consume(a.object(1, FutureReader.class)));
  }

  private static RequestTarget target(Arguments a) {
    return a.self(RequestMessage.class).target();
  }

  private static StagedCase done(boolean valid) {
    return valid ? Staged.ok() : Staged.err();
  }

  private static void addTarget(HostInterface host) {
    host.with(REQUEST + "get-method", a -> target(a).method())
        .with(REQUEST + "set-method", a -> done(target(a).setMethod(a.variant(1))))
        .with(REQUEST + "get-path-with-query", a -> Staged.option(target(a).path()))
        .with(
            REQUEST + "set-path-with-query",
            a -> done(target(a).setPath(a.option(1).map(MessageInterfaces::path))))
        .with(REQUEST + "get-scheme", a -> Staged.option(target(a).scheme()))
        .with(
            REQUEST + "set-scheme",
            a -> done(target(a).setScheme(a.option(1).map(StagedCase.class::cast))))
        .with(REQUEST + "get-authority", a -> Staged.option(target(a).authority()))
        .with(
            REQUEST + "set-authority",
            a -> done(target(a).setAuthority(a.option(1).map(Arguments::text))));
  }

  /** Returns the path that is sent for an empty one. */
  private static String path(Object staged) {
    String given = Arguments.text(staged);
    return given.isEmpty() ? "/" : given;
  }

  private static void addResponse(HostInterface host) {
    Class<ResponseMessage> type = ResponseMessage.class;
    host.withResource("response", type, ResponseMessage::abandon, ResponseMessage::abandon)
        .with(
            "[static]response.new",
            a -> {
              MessageBody.OfGuest body = body(a);
              return Staged.record(ResponseMessage.made(body), body.sent());
            })
        .with(RESPONSE + "get-status-code", a -> (long) a.self(type).status())
        .with(RESPONSE + "set-status-code", a -> done(a.self(type).setStatus(a.number(1))))
        .with(RESPONSE + "get-headers", a -> a.self(type).headers())
        .with(
            "[static]response.consume-body",
            a -> a.object(0, type).consume(a.object(1, FutureReader.class)));
  }

  /** @param grant if empty, every request is denied */
  public static HostInterface client(Optional<HttpGrant> grant) {
    return HostInterface.of("wasi:http/client").with("send", a -> send(grant, a));
  }

  private static CompletionStage<StagedCase> send(Optional<HttpGrant> grant, Arguments a) {
    CompletionStage<HttpReply> reply = a.object(0, RequestMessage.class).send(grant);
    CompletableFuture<StagedCase> result = new CompletableFuture<>();
    reply.whenComplete(
        (answer, thrown) ->
            result.complete(
                thrown == null
                    ? Staged.ok(ResponseMessage.received(answer))
                    : Staged.err(StagedHttp.error(HttpFailure.from(thrown)))));
    result.whenComplete(
        (staged, thrown) -> {
          if (result.isCancelled()) {
            reply.toCompletableFuture().cancel(true);
          }
        });
    return result;
  }
}
