package radicchio.engine.limits;

import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import radicchio.engine.StoreLock;

/**
 * The deadline of the calls of one store. When it passes, the thread of the call is interrupted, which stops guests at their next
 * loop or call. Other interrupts are distinguished from this one.
 *
 * <p>The state is one number: the count of calls so far and, in the low two bits, the state of the present one. The watchdog and
 * the call agree by comparing and setting it: an interrupt is sent only while the call is running that ran out of time, and the
 * call does not end between that decision and the interrupt.
 */
public final class Clock {
  private static final long IDLE = 0;
  private static final long RUNNING = 1;
  private static final long STOPPING = 2;
  private static final long STOPPED = 3;
  private static final long PHASE = 3;
  private static final long CALL = 4;

  /** A time longer than this, some 146 years, counts as unlimited, because moments so far apart cannot be compared. */
  private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE / 2);

  private final long timeout;
  private final AtomicLong state = new AtomicLong();

  /** Whether the watchdog will check this clock again. */
  private final AtomicBoolean watched = new AtomicBoolean();

  private volatile long deadline;
  private volatile Thread thread;
  private boolean interrupted;

  public Clock(Optional<Duration> timeout) {
    this.timeout =
        timeout.filter(t -> t.compareTo(MOST) < 0).map(Duration::toNanos).orElse(Long.MAX_VALUE);
  }

  private boolean unlimited() {
    return timeout == Long.MAX_VALUE;
  }

  public long now() {
    return unlimited() ? 0 : System.nanoTime();
  }

  /** Waits for the lock at most as long as a call may take. Returns whether it was taken. */
  public boolean acquire(StoreLock lock) throws InterruptedException {
    if (unlimited()) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(timeout, TimeUnit.NANOSECONDS);
  }

  /** Begins a call on this thread, whose time runs from {@code began}. */
  public void start(long began) {
    if (unlimited()) {
      return;
    }
    deadline = began + timeout;
    thread = Thread.currentThread();
    state.set((state.get() & ~PHASE) + CALL + RUNNING);
    if (watched.compareAndSet(false, true)) {
      try {
        Watchdog.watch(this, deadline - System.nanoTime());
      } catch (Throwable t) {
        watched.set(false);
        stop();
        throw t;
      }
    }
  }

  /** Ends the call, and clears an interrupt that this clock sent. */
  public void stop() {
    if (unlimited()) {
      return;
    }
    long running = state.get() & ~PHASE | RUNNING;
    if (!state.compareAndSet(running, running & ~PHASE)) {
      while ((state.get() & PHASE) == STOPPING) {
        Thread.onSpinWait();
      }
      if (interrupted) {
        interrupted = false;
        Thread.interrupted();
      }
      state.set(state.get() & ~PHASE);
    }
    thread = null;
  }

  /** Tests whether the present call ran out of time. */
  public boolean stopped() {
    return !unlimited() && (state.get() & PHASE) >= STOPPING;
  }

  /**
   * Tests whether the present call ran out of time, by the time itself, because the watchdog may be late on a busy machine.
   */
  public boolean overran() {
    return stopped() || left() <= 0;
  }

  /** Returns nanoseconds until the deadline of the present call. */
  public long left() {
    return unlimited() ? Long.MAX_VALUE : deadline - System.nanoTime();
  }

  /** Called by the watchdog. Returns nanoseconds until the next check, or -1 if none is needed. */
  private long look() {
    while (true) {
      long seen = state.get();
      if ((seen & PHASE) == RUNNING) {
        long left = deadline - System.nanoTime();
        if (left > 0) {
          return left;
        }
        if (!state.compareAndSet(seen, seen & ~PHASE | STOPPING)) {
          continue;
        }
        interrupt();
        state.set(seen & ~PHASE | STOPPED);
      }
      watched.set(false);
      if ((state.get() & PHASE) != RUNNING || !watched.compareAndSet(false, true)) {
        return -1;
      }
    }
  }

  private void interrupt() {
    Thread running = thread;
    interrupted = !running.isInterrupted();
    if (interrupted) {
      running.interrupt();
    }
  }

  /** Initialises what the first deadline needs. */
  public static void preload() throws IllegalAccessException {
    MethodHandles.lookup().ensureInitialized(Watchdog.class);
  }

  /** One thread for all clocks, which refers to none of them. */
  private static final class Watchdog {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(10);
    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private Watchdog() {}

    static void watch(Clock clock, long nanos) {
      schedule(new WeakReference<>(clock), nanos);
    }

    private static void schedule(WeakReference<Clock> clock, long nanos) {
      THREAD.schedule(() -> look(clock), nanos, TimeUnit.NANOSECONDS);
    }

    private static void look(WeakReference<Clock> reference) {
      Clock clock = reference.get();
      long again = clock == null ? -1 : clock.look();
      while (again >= 0) {
        try {
          schedule(reference, again);
          return;
        } catch (
            OutOfMemoryError
                e) { // it still checks: a guest that fills the heap must be stopped, too
          LockSupport.parkNanos(Math.min(again, SHORT));
          again = clock.look();
        }
      }
    }

    /** Watches until there is nothing to watch. Without heap a worker of the pool dies, and the pool may get no other. */
    private static void keepWatch(Runnable worker) {
      try {
        worker.run();
      } catch (OutOfMemoryError e) {
        while (!hasWorker()) {
          LockSupport.parkNanos(SHORT);
        }
      }
    }

    private static boolean hasWorker() {
      try {
        return THREAD.prestartCoreThread() || THREAD.getPoolSize() > 0;
      } catch (OutOfMemoryError e) {
        return false;
      }
    }

    private static ScheduledThreadPoolExecutor thread() {
      ScheduledThreadPoolExecutor one =
          new ScheduledThreadPoolExecutor(
              1,
              run -> {
                Thread thread = new Thread(() -> keepWatch(run), "radicchio-watchdog");
                thread.setDaemon(true);
                return thread;
              });
      one.setKeepAliveTime(10, TimeUnit.SECONDS);
      one.allowCoreThreadTimeOut(true);
      return one;
    }
  }
}
