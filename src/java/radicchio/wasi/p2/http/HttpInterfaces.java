package radicchio.wasi.p2.http;

import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.RequestOptions;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.client.HttpGrant;
import radicchio.wasi.http.client.PendingReply;
import radicchio.wasi.p2.io.GuestError;

/** {@code wasi:http/types} and {@code wasi:http/outgoing-handler}. */
public final class HttpInterfaces {
  private HttpInterfaces() {}

  /** @param headerBytes approximately the most bytes of one {@code fields} of the guest */
  public static HostInterface types(long headerBytes) {
    HostInterface host = HostInterface.of("wasi:http/types");
    host.with("http-error-code", HttpInterfaces::errorCode);
    new FieldsFunctions(headerBytes).addTo(host);
    IncomingFunctions.addTo(host);
    OutgoingFunctions.addTo(host);
    return host;
  }

  private static StagedCase errorCode(Arguments arguments) {
    return arguments.self(GuestError.class).cause() instanceof HttpFailure failure
        ? Staged.some(StagedHttp.error(failure))
        : Staged.none();
  }

  /** @param grant if empty, every request is denied */
  public static HostInterface outgoingHandler(Optional<HttpGrant> grant) {
    return HostInterface.of("wasi:http/outgoing-handler").with("handle", a -> handle(grant, a));
  }

  private static StagedCase handle(Optional<HttpGrant> grant, Arguments arguments) {
    OutgoingRequest request = arguments.object(0, OutgoingRequest.class);
    RequestOptions options =
        arguments.option(1).map(RequestOptions.class::cast).orElseGet(RequestOptions::new);
    try {
      PendingReply sent =
          grant
              .orElseThrow(() -> HttpFailure.of(HttpErrorKind.HTTP_REQUEST_DENIED))
              .send(request.call(options.timeouts()));
      return Staged.ok(new FutureIncomingResponse(sent));
    } catch (HttpFailure e) {
      request.content().abandon();
      return Staged.err(StagedHttp.error(e));
    }
  }
}
