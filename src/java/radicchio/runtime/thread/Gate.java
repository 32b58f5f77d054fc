package radicchio.runtime.thread;

import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Holds threads of guests back whose condition is true already, because their instance is not free. They pass in the order in which
 * they began to wait. It is not polled: code that may have opened it calls {@link #changed}. Guarded by the store's lock.
 */
public final class Gate {
  private final BooleanSupplier open;
  private final TreeSet<Waiter> held = new TreeSet<>(Waiter.BY_AGE);

  /** @param open tests whether it is open now */
  public Gate(BooleanSupplier open) {
    this.open = open;
  }

  boolean isOpen() {
    return open.getAsBoolean();
  }

  /** Must be called when it may have opened: the first thread may pass, and the next one when that no longer waits. */
  public void changed() {
    if (!held.isEmpty() && isOpen()) {
      held.pollFirst().mayBeReady();
    }
  }

  void hold(Waiter thread) {
    held.add(thread);
  }

  void forget(Waiter thread) {
    held.remove(thread);
  }
}
