package radicchio.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Something that threads of guests wait for. It is not polled: code that makes it true calls {@link #changed}. Guarded by the
 * store's lock.
 */
public final class Condition {
  static final Condition ALWAYS = new Condition(() -> true);

  private final BooleanSupplier holds;
  private final List<Waiter> waiters = new ArrayList<>(1);

  /** @param holds tests whether it is true now */
  public Condition(BooleanSupplier holds) {
    this.holds = holds;
  }

  boolean holds() {
    return holds.getAsBoolean();
  }

  /** Must be called when it may have become true. */
  public void changed() {
    if (!waiters.isEmpty() && holds()) {
      waiters.forEach(Waiter::mayBeReady);
    }
  }

  void add(Waiter waiter) {
    if (this != ALWAYS) {
      waiters.add(waiter);
    }
  }

  void remove(Waiter waiter) {
    waiters.remove(waiter);
  }
}
