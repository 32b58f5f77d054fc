package radicchio.runtime.instance;

import radicchio.engine.CoreStore;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.error.Unchanged;

/**
 * A thread of execution in a store ({@code Thread}): an outermost call of the host with all calls inside it. Holds the state that
 * belongs to that call and not to an instance. Used by the thread that is in the store.
 */
public final class HostFault {
  private Throwable thrownByHost;

  /** Records an exception of a host function, which the outermost call will throw as it is. */
  <T extends Throwable> RuntimeException hostThrew(Throwable thrown) throws T {
    thrownByHost = thrown;
    throw Unchanged.<T>thrown(thrown);
  }

  /** Attaches a trap to an exception that leaves an instance, if the host threw it. Returns whether the host did. */
  boolean left(Throwable thrown, CoreStore store) {
    boolean byHost = thrown == thrownByHost;
    if (byHost) {
      thrown.addSuppressed(stoppedByHost(store));
    }
    thrownByHost = null;
    return byHost;
  }

  /** Returns the trap of a guest whose host function threw an exception, with the guest's functions that it unwound. */
  static RadicchioException stoppedByHost(CoreStore store) {
    return RadicchioException.of(
            ErrorKind.TRAP, "the guest was stopped by an exception of its host function")
        .withKeyword("trap", "host-exception")
        .with("frames", store.frames());
  }
}
