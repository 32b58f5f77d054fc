package radicchio.runtime.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Something that the host does for guests, or may still do: a call of a host function that is not complete, an end of a stream that
 * the host holds. While one is open, guests that wait are not deadlocked.
 */
public final class Operation {
  private final Group group;
  private final Consumer<Runnable> arrive;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /** Must be made by the thread that has the store's lock. */
  Operation(Group group, Consumer<Runnable> arrive) {
    this.group = group;
    this.arrive = arrive;
    group.began();
  }

  /**
   * Completes it. Any thread may call this, with or without the lock. Only the first call has an effect.
   *
   * @param then changes the state of waitables; called later, by the thread that has the lock then, unless the guests have ended; it
   *     must not call guests
   */
  public void complete(Runnable then) {
    if (open.compareAndSet(true, false)) {
      arrive.accept(
          () -> {
            group.completed();
            if (!group.hasEnded()) {
              then.run();
            }
          });
    }
  }
}
