package radicchio.wasi.p2.http;

import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.RequestOptions;
import radicchio.wasi.host.http.StagedHttp;

/** The functions of messages that a guest sends: its own requests, and responses to its clients. */
final class OutgoingFunctions {
  private OutgoingFunctions() {}

  static void addTo(HostInterface host) {
    addRequest(host);
    addOptions(host);
    addResponse(host);
    addBody(host);
  }

  private static StagedCase done(boolean valid) {
    return valid ? Staged.ok() : Staged.err();
  }

  private static void addRequest(HostInterface host) {
    Class<OutgoingRequest> type = OutgoingRequest.class;
    String method = "[method]outgoing-request.";
    host.withResource(
            "outgoing-request", type, OutgoingRequest::drop, request -> request.content().abandon())
        .with(
            "[constructor]outgoing-request",
            a -> new OutgoingRequest(a.object(0, GuestFields.class)))
        .with(method + "body", a -> IncomingFunctions.once(a.self(type).content().open()))
        .with(method + "method", a -> a.self(type).target().method())
        .with(method + "set-method", a -> done(a.self(type).target().setMethod(a.variant(1))))
        .with(method + "path-with-query", a -> Staged.option(a.self(type).target().path()))
        .with(
            method + "set-path-with-query",
            a -> done(a.self(type).target().setPath(a.option(1).map(Arguments::text))))
        .with(method + "scheme", a -> Staged.option(a.self(type).target().scheme()))
        .with(
            method + "set-scheme",
            a -> done(a.self(type).target().setScheme(a.option(1).map(StagedCase.class::cast))))
        .with(method + "authority", a -> Staged.option(a.self(type).target().authority()))
        .with(
            method + "set-authority",
            a -> done(a.self(type).target().setAuthority(a.option(1).map(Arguments::text))))
        .with(method + "headers", a -> a.self(type).headers());
  }

  private static void addOptions(HostInterface host) {
    Class<RequestOptions> type = RequestOptions.class;
    String method = "[method]request-options.";
    host.withResource("request-options", type, options -> {}, options -> {})
        .with("[constructor]request-options", a -> new RequestOptions())
        .with(method + "connect-timeout", a -> Staged.option(a.self(type).connect))
        .with(method + "first-byte-timeout", a -> Staged.option(a.self(type).firstByte))
        .with(method + "between-bytes-timeout", a -> Staged.option(a.self(type).betweenBytes))
        .with(
            method + "set-connect-timeout",
            a -> {
              a.self(type).connect = nanos(a);
              return Staged.ok();
            })
        .with(
            method + "set-first-byte-timeout",
            a -> {
              a.self(type).firstByte = nanos(a);
              return Staged.ok();
            })
        .with(
            method + "set-between-bytes-timeout",
            a -> {
              a.self(type).betweenBytes = nanos(a);
              return Staged.ok();
            });
  }

  private static Optional<Long> nanos(Arguments arguments) {
    return arguments.option(1).map(Long.class::cast);
  }

  private static void addResponse(HostInterface host) {
    Class<OutgoingResponse> type = OutgoingResponse.class;
    String method = "[method]outgoing-response.";
    host.withResource(
            "outgoing-response",
            type,
            OutgoingResponse::drop,
            response -> response.content().abandon())
        .with(
            "[constructor]outgoing-response",
            a -> new OutgoingResponse(a.object(0, GuestFields.class)))
        .with(method + "status-code", a -> (long) a.self(type).status())
        .with(method + "set-status-code", a -> done(a.self(type).setStatus(a.number(1))))
        .with(method + "headers", a -> a.self(type).headers())
        .with(method + "body", a -> IncomingFunctions.once(a.self(type).content().open()))
        .withResource("response-outparam", ResponseOutparam.class, outparam -> {}, outparam -> {})
        .with("[static]response-outparam.set", OutgoingFunctions::set);
  }

  private static Object set(Arguments arguments) {
    ResponseOutparam.Receiver receiver = arguments.object(0, ResponseOutparam.class).receiver();
    StagedCase given = arguments.variant(1);
    if (given.index() == 0) {
      OutgoingResponse response = (OutgoingResponse) given.payload();
      receiver.respond(response.status(), response.fields(), response.content().source());
    } else {
      receiver.fail(StagedHttp.failure((StagedCase) given.payload()));
    }
    return null;
  }

  private static void addBody(HostInterface host) {
    Class<OutgoingBody> type = OutgoingBody.class;
    host.withResource("outgoing-body", type, OutgoingBody::drop, OutgoingBody::end)
        .with("[method]outgoing-body.write", a -> IncomingFunctions.once(a.self(type).write()))
        .with(
            "[static]outgoing-body.finish",
            a ->
                a.object(0, type)
                    .finish(a.option(1).map(GuestFields.class::cast).map(GuestFields::taken)));
  }
}
