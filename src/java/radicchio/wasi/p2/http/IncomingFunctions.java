package radicchio.wasi.p2.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.StagedHttp;

/** The functions of received messages: requests to a guest's handler, and responses to its own requests. */
final class IncomingFunctions {
  private IncomingFunctions() {}

  static void addTo(HostInterface host) {
    addRequest(host);
    addResponse(host);
    addBody(host);
  }

  /** Ends a resource; may fail. */
  interface Ending<T> {
    void end(T resource) throws IOException;
  }

  static <T> Consumer<T> ending(Ending<T> ending) {
    return resource -> {
      try {
        ending.end(resource);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Returns the payload of a function that returns a value once. */
  static StagedCase once(Optional<?> given) {
    return given.map(Staged::ok).orElseGet(Staged::err);
  }

  private static void addRequest(HostInterface host) {
    Class<IncomingRequest> type = IncomingRequest.class;
    host.withResource(
            "incoming-request",
            type,
            ending(IncomingRequest::drop),
            ending(request -> request.content().close()))
        .with("[method]incoming-request.method", a -> StagedHttp.method(a.self(type).method()))
        .with("[method]incoming-request.path-with-query", a -> Staged.some(a.self(type).target()))
        .with(
            "[method]incoming-request.scheme",
            a -> Staged.some(StagedHttp.scheme(a.self(type).scheme())))
        .with("[method]incoming-request.authority", a -> Staged.option(a.self(type).authority()))
        .with("[method]incoming-request.headers", a -> a.self(type).headers())
        .with("[method]incoming-request.consume", a -> once(a.self(type).content().take()));
  }

  private static void addResponse(HostInterface host) {
    Class<IncomingResponse> type = IncomingResponse.class;
    Class<FutureIncomingResponse> future = FutureIncomingResponse.class;
    host.withResource(
            "incoming-response",
            type,
            ending(IncomingResponse::drop),
            ending(response -> response.content().close()))
        .with("[method]incoming-response.status", a -> (long) a.self(type).status())
        .with("[method]incoming-response.headers", a -> a.self(type).headers())
        .with("[method]incoming-response.consume", a -> once(a.self(type).content().take()))
        .withResource(
            "future-incoming-response",
            future,
            ending(FutureIncomingResponse::drop),
            ending(FutureIncomingResponse::end))
        .with("[method]future-incoming-response.subscribe", a -> a.self(future).subscribe())
        .with("[method]future-incoming-response.get", a -> a.self(future).get());
  }

  private static void addBody(HostInterface host) {
    Class<IncomingBody> type = IncomingBody.class;
    Class<FutureTrailers> future = FutureTrailers.class;
    host.withResource("incoming-body", type, ending(IncomingBody::drop), ending(IncomingBody::end))
        .with("[method]incoming-body.stream", a -> once(a.self(type).stream()))
        .with("[static]incoming-body.finish", a -> a.object(0, type).finish())
        .withResource(
            "future-trailers", future, ending(FutureTrailers::drop), ending(FutureTrailers::end))
        .with("[method]future-trailers.subscribe", a -> a.self(future).subscribe())
        .with("[method]future-trailers.get", a -> a.self(future).get());
  }
}
