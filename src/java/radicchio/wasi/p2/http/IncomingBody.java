package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.Optional;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestInput;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.Pollable;

/** {@code incoming-body}: bytes, then trailers. */
final class IncomingBody {
  private final BodySource body;
  private final Children children = new Children();
  private boolean hasGivenStream;

  IncomingBody(BodySource body) {
    this.body = body;
  }

  /** Returns its bytes; empty if they were returned before. */
  Optional<GuestInput> stream() {
    if (hasGivenStream) {
      return Optional.empty();
    }
    hasGivenStream = true;
    return Optional.of(GuestInput.childOf(children, new Bytes(body)));
  }

  FutureTrailers finish() {
    children.requireNone("incoming-body");
    return FutureTrailers.after(body);
  }

  void drop() throws IOException {
    children.requireNone("incoming-body");
    end();
  }

  void end() throws IOException {
    body.close();
  }

  /**
   * The bytes of a body. If the guest drops them, the body is not abandoned, because the guest may still read its
   * trailers.
   */
  private record Bytes(BodySource body) implements ByteSource {
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return body.read(target, offset, length);
    }

    @Override
    public Pollable readable() {
      return body.readable();
    }

    @Override
    public void close() {
      // the body continues
    }
  }
}
