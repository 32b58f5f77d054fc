package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.Optional;
import radicchio.wasi.http.BodySource;

/** The body of a received message, which a guest may take once. */
final class IncomingContent {
  private final BodySource body;
  private boolean taken;

  IncomingContent(BodySource body) {
    this.body = body;
  }

  /** Returns the body; empty if it was taken before. */
  Optional<IncomingBody> take() {
    if (taken) {
      return Optional.empty();
    }
    taken = true;
    return Optional.of(new IncomingBody(body));
  }

  /** Abandons the body, if the guest has not taken it. */
  void close() throws IOException {
    if (!taken) {
      body.close();
    }
  }
}
