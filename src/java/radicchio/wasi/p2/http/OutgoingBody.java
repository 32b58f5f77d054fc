package radicchio.wasi.p2.http;

import java.util.List;
import java.util.Optional;
import radicchio.abi.StagedCase;
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

  /** What its bytes are written to; empty if that was given before. */
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

  /** A body that was not finished is incomplete, and its receiver must see that. */
  void end() {
    pipe.fail(HttpFailure.of(HttpErrorKind.HTTP_PROTOCOL_ERROR));
  }
}
