package radicchio.runtime.thread;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import radicchio.engine.StoreLock;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The worker threads of a store. One that has nothing to do waits a while, then ends; all end with the store. Guarded by the
 * store's lock.
 */
final class Workers {
  private static final long IDLE = TimeUnit.SECONDS.toNanos(2);
  private static final Object QUIT = new Object();

  /** What the threads do. */
  interface Work {
    /** Does a job, with the lock, which it gives up at the end, after {@link Workers#rest}. */
    void handle(Seat seat, Object job);

    /** Gives up the lock. */
    void unlock();
  }

  private final StoreLock lock;
  private final int limit;
  private final Work work;
  private final Deque<Seat> idle = new ArrayDeque<>();
  private int count;
  private boolean closed;

  Workers(StoreLock lock, int limit, Work work) {
    this.lock = lock;
    this.limit = limit;
    this.work = work;
  }

  /** Returns the number of threads that have something to do. */
  int busy() {
    return count - idle.size();
  }

  /**
   * Returns a seat that waits for a job; perhaps it has just left, and refuses the grant.
   *
   * @throws RadicchioException {@code LIMIT} if as many threads as allowed are busy
   */
  Seat take() {
    if (idle.isEmpty() && count >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + limit
                  + " threads for tasks of guests at a time, got more; raise :tasks to allow it")
          .withKeyword("limit", "tasks");
    }
    return takeAnyway();
  }

  /** Does the same as {@link #take} without the limit. */
  Seat takeAnyway() {
    Seat rested = idle.pollLast();
    return rested == null ? hire() : rested;
  }

  private Seat hire() {
    Seat[] seat = new Seat[1];
    Thread thread = JavaThreads.make(() -> run(seat[0]));
    seat[0] = new Seat(thread);
    seat[0].prepare();
    thread.start();
    count++;
    return seat[0];
  }

  private void run(Seat seat) {
    Object job = seat.await(lock, false);
    while (job != QUIT) {
      work.handle(seat, job);
      job = seat.awaitAtMost(IDLE);
      if (job == null) {
        leave(seat);
        return;
      }
    }
  }

  private void leave(Seat seat) {
    lock.lock();
    idle.remove(seat);
    count--;
    work.unlock();
  }

  /** Ends a job: its thread waits for the next one, after it has given up the lock. */
  void rest(Seat seat) {
    seat.prepare();
    if (closed) {
      count--;
      seat.dismiss(QUIT);
    } else {
      idle.addLast(seat);
    }
  }

  /** Ends the threads that have nothing to do, and the others when their jobs end. */
  void close() {
    closed = true;
    for (Seat seat = idle.pollLast(); seat != null; seat = idle.pollLast()) {
      if (seat.dismiss(QUIT)) {
        count--;
      }
    }
  }
}
