package radicchio.runtime.thread;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Work from outside, enqueued by any thread, for the thread that has the store's lock, in the order of arrival.
 */
final class Arrivals {
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  /** May be called by any thread. */
  void add(Runnable arrival) {
    queue.add(arrival);
  }

  /** May be called by any thread. */
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Does the enqueued work. Must be called by the thread that has the lock. */
  void run() {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      next.run();
    }
  }
}
