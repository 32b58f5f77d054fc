package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.StagedHttp;
import radicchio.wasi.http.BodyPipe;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestOutput;

/** {@code outgoing-body}. */
final class OutgoingBody {
  private final BodyPipe pipe;
  private final Children children = new Children();
  private boolean hasGivenStream;

  OutgoingBody(BodyPipe pipe) {
    this.pipe = pipe;
  }

  /** Returns the stream for its bytes; empty if it was returned before. */
  Optional<GuestOutput> write() {
    if (hasGivenStream) {
      return Optional.empty();
    }
    hasGivenStream = true;
    return Optional.of(GuestOutput.childOf(children, pipe.sink()));
  }

  StagedCase finish(Optional<List<HttpField>> trailers) {
    children.requireNone("outgoing-body");
    try {
      pipe.finish(trailers);
      return Staged.ok();
    } catch (HttpFailure e) {
      return Staged.err(StagedHttp.error(e));
    }
  }

  void drop() {
    children.requireNone("outgoing-body");
    end();
  }

  /** Makes a body that was not finished incomplete, so that its receiver notices. */
  void end() {
    pipe.fail(HttpFailure.of(HttpErrorKind.HTTP_PROTOCOL_ERROR));
  }
}
