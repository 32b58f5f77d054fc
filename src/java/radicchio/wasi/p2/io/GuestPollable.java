package radicchio.wasi.p2.io;

import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.wasi.p2.Children;
import radicchio.wasi.streams.Pollable;

/** {@code pollable}: a condition that a guest waits for, a child of its resource. */
public final class GuestPollable {
  private final Pollable pollable;
  private final Optional<Children> siblings;

  private GuestPollable(Pollable pollable, Optional<Children> siblings) {
    this.pollable = pollable;
    this.siblings = siblings;
  }

  /**
   * Makes a pollable without a parent. If the condition is {@link AutoCloseable}, it is closed when the pollable is
   * dropped.
   */
  public static GuestPollable of(Pollable pollable) {
    return new GuestPollable(pollable, Optional.empty());
  }

  /** Makes a child of a resource, which must be dropped after it. */
  public static GuestPollable childOf(Children siblings, Pollable pollable) {
    siblings.add();
    return new GuestPollable(pollable, Optional.of(siblings));
  }

  public Pollable pollable() {
    return pollable;
  }

  void drop() {
    siblings.ifPresent(Children::remove);
    end();
  }

  void end() {
    if (pollable instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw RadicchioException.of(
            ErrorKind.TRAP, "closing a pollable failed: " + ForeignText.thrown(e), e);
      }
    }
  }
}
