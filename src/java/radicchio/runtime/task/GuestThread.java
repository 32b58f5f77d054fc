package radicchio.runtime.task;

import radicchio.engine.CoreStore;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A thread of execution in a store ({@code Thread}): an outermost call of the host with all that it calls. It has what
 * belongs to that call and not to an instance. Used by the thread that is in the store.
 */
final class GuestThread {
  private Throwable thrownByHost;

  /** Notes what a function of the host threw, as which it leaves the outermost call. */
  <T extends Throwable> RuntimeException hostThrew(Throwable thrown) throws T {
    thrownByHost = thrown;
    throw GuestThread.<T>same(thrown);
  }

  /** What ended an instance leaves it; gets our trap attached if the host threw it. Whether it did. */
  boolean left(Throwable thrown, CoreStore store) {
    boolean byHost = thrown == thrownByHost;
    if (byHost) {
      thrown.addSuppressed(stoppedByHost(store));
    }
    thrownByHost = null;
    return byHost;
  }

  /** The trap of a guest whose host function threw something, with the guest's functions that it left. */
  static RadicchioException stoppedByHost(CoreStore store) {
    return RadicchioException.of(
            ErrorKind.TRAP, "the guest was stopped by what its host function threw")
        .withKeyword("trap", "host-exception")
        .with("frames", store.frames());
  }

  @SuppressWarnings("unchecked")
  static <T extends Throwable> T same(Throwable thrown) {
    return (T) thrown;
  }
}
