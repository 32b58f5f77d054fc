package radicchio.wasi.p2.http;

import java.io.IOException;
import java.util.Optional;
import radicchio.wasi.http.BodySource;

/** The body of a message that came, which a guest may take once. */
final class IncomingContent {
  private final BodySource body;
  private boolean taken;

  IncomingContent(BodySource body) {
    this.body = body;
  }

  /** Empty if it was taken before. */
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
