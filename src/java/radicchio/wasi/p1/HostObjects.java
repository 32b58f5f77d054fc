package radicchio.wasi.p1;

import java.util.function.Supplier;
import radicchio.wasi.streams.HostThrew;

/** Objects of the user that WASI asks: what they throw is theirs. */
final class HostObjects {
  private HostObjects() {}

  static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    }
  }
}
