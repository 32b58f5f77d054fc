package radicchio.runtime.thread;

import java.util.concurrent.locks.LockSupport;
import radicchio.engine.StoreLock;

/**
 * A thread of Java that runs guests of a store. It has the store's lock, or it waits until the thread that has the lock grants it,
 * with a message. So exactly one of the threads runs.
 */
final class Seat {
  private enum State {
    RUNNING,
    WAITING,
    GRANTED
  }

  private final Thread thread;

  /** Guarded by this. */
  private State state = State.RUNNING;

  private Object message;

  /** The seat that resumed it, which gets the lock back when the guest's thread on this one blocks or ends. */
  private Seat resumer;

  Seat(Thread thread) {
    this.thread = thread;
  }

  Seat resumer() {
    return resumer;
  }

  void resumedBy(Seat by) {
    resumer = by;
  }

  // By the thread that has the lock

  /** Must be called by its own thread before it gives up the lock: from now on it can be granted. */
  synchronized void prepare() {
    state = State.WAITING;
  }

  /** Hands the lock over to its thread. Returns false if that thread no longer waits: then it waits for the lock itself. */
  boolean grant(Object with, StoreLock lock) {
    synchronized (this) {
      if (state != State.WAITING) {
        return false;
      }
      message = with;
      lock.handTo(thread);
      state = State.GRANTED;
    }
    LockSupport.unpark(thread);
    return true;
  }

  /** Wakes its thread with a message, without the lock. Returns false if that thread no longer waits. */
  boolean dismiss(Object with) {
    synchronized (this) {
      if (state != State.WAITING) {
        return false;
      }
      message = with;
      state = State.GRANTED;
    }
    LockSupport.unpark(thread);
    return true;
  }

  // By its own thread, after it gave up the lock

  /**
   * Waits until it is granted, and returns the message. An interrupt does not end the wait: it is passed on to the thread that runs
   * on its behalf, if there is one, and stays set.
   *
   * @param forwards whether the thread that has the lock runs on behalf of this one
   */
  Object await(StoreLock lock, boolean forwards) {
    boolean interrupted = false;
    while (!granted()) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        if (forwards) {
          forward(lock);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return take();
  }

  /**
   * Waits until it is granted, a time has passed, or its thread is interrupted.
   *
   * @return the message; null if it was not granted: then it has left, and must wait for the lock itself
   */
  Object awaitAtMost(long nanos) {
    long end = System.nanoTime() + nanos;
    while (!granted()) {
      long left = nanos == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return take();
      }
      LockSupport.parkNanos(this, left);
    }
    return take();
  }

  private synchronized boolean granted() {
    return state == State.GRANTED;
  }

  /** Ends the wait. Returns the message; null if it was not granted. */
  private synchronized Object take() {
    Object with = message;
    message = null;
    state = State.RUNNING;
    return with;
  }

  /** The lock is not granted meanwhile, so its owner runs on behalf of this seat. */
  private synchronized void forward(StoreLock lock) {
    if (state == State.WAITING) {
      lock.interruptOwner();
    }
  }
}
