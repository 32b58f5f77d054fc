package radicchio.runtime;

import java.util.function.BooleanSupplier;
import radicchio.engine.CoreStore;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** How one enters the store of an instance that somebody may be closing on another thread. */
final class Entrance {
  private Entrance() {}

  /**
   * Enters the store, unless the instance was closed, perhaps while this thread waited.
   *
   * @return whether it was entered; then {@link CoreStore#leave} is called later
   * @throws RadicchioException as {@link CoreStore#enter}
   */
  static boolean enterOpen(CoreStore store, BooleanSupplier closed) {
    if (closed.getAsBoolean()) {
      return false;
    }
    try {
      store.enter();
      return true;
    } catch (RadicchioException e) {
      if (closed.getAsBoolean() && e.kind() == ErrorKind.CLOSED) {
        return false;
      }
      throw e;
    }
  }
}
