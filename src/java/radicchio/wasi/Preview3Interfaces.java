package radicchio.wasi;

import java.util.List;
import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;

/** The interfaces of WASI 0.3. */
final class Preview3Interfaces {
  private Preview3Interfaces() {}

  /** @param refused receives the id of each function that refuses a call because of the grants */
  static List<HostInterface> of(Capabilities has, Consumer<String> refused) {
    return List.of();
  }
}
