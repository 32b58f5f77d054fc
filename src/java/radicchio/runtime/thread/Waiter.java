package radicchio.runtime.thread;

import java.util.Comparator;

/** A thread that waits for conditions and gates. Guarded by the store's lock. */
interface Waiter {
  /** The one that began to wait first comes first. */
  Comparator<Waiter> BY_AGE = Comparator.comparingLong(Waiter::since);

  /** Returns when it began to wait: a number greater than that of those that waited already. */
  long since();

  /** What it waits for may have come. */
  void mayBeReady();
}
