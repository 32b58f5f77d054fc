package radicchio.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import radicchio.engine.CoreStore;
import radicchio.engine.StoreLock;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Resumes the threads of guests of one store that are ready ({@code Store.tick}): on the threads of the host that wait for
 * calls or, if there are none, on a worker thread. All methods must be called by the thread that has the store's lock, except
 * {@link #arrive}.
 */
public final class Driver {
  private static final Object DRIVE = new Object();

  /**
   * The nanoseconds that a call without anything to wait for leaves to other threads of the host, which may be about to enter.
   */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(100);

  /** A thread of the host that waits for a call. */
  private record Root(Seat seat, BooleanSupplier done) {}

  private final CoreStore core;
  private final StoreLock lock;
  private final HandOver handOver;
  private final Schedule schedule;
  private final HostThreads hostThreads;
  private final Arrivals arrivals = new Arrivals();

  /** The threads of the host that wait for calls. Guarded by the store's lock. */
  private final List<Root> idle = new ArrayList<>();

  /** Whether the store has ended, so that nothing is left to do. */
  private volatile boolean closed;

  /** A thread that waits for arrivals, and keeps the lock; null for none. */
  private volatile Thread sleeper;

  /** @param threads the most worker threads */
  public Driver(CoreStore core, int threads) {
    this.core = core;
    this.lock = core.lock();
    this.hostThreads = new HostThreads(threads);
    this.handOver = new HandOver(core, threads, this::dispatch);
    this.schedule = new Schedule(handOver);
  }

  public Schedule schedule() {
    return schedule;
  }

  /** Returns the number of worker threads that are busy. */
  public int threads() {
    return handOver.workers().busy() + hostThreads.count();
  }

  /** Returns the number of threads of guests of a group that wait. */
  public int waiting(Group group) {
    return schedule.waiting(group);
  }

  // Calls of the host

  /** Does something on the thread of the host, on which guests may run. */
  public void call(Runnable body) {
    Seat outer = handOver.here();
    handOver.sit(new Seat(Thread.currentThread()));
    try {
      body.run();
    } finally {
      handOver.sit(outer);
    }
  }

  /**
   * Resumes what is ready until something is true or a group has ended. Called within {@link #call}.
   *
   * @param group the instances that were called
   * @throws RadicchioException {@code TRAP} if nothing can make progress; {@code LIMIT} if the time of the call has passed or its
   *     thread was interrupted
   */
  public void until(Group group, BooleanSupplier done) {
    drive(group, group, done);
  }

  /**
   * Does the same as {@link #until} for a thread of the host that waits for guests without having called them. What fails meanwhile
   * ends its instances, and is not thrown.
   */
  public void await(Group group, BooleanSupplier done) {
    drive(group, null, done);
  }

  /** @param calling the group whose failures are those of the call; null for none */
  private void drive(Group group, Group calling, BooleanSupplier done) {
    Root root = new Root(handOver.here(), () -> group.hasEnded() || done.getAsBoolean());
    boolean alone = core.isNested();
    while (true) {
      arrivals.run();
      if (root.done().getAsBoolean()) {
        return;
      }
      core.deadline().check();
      GuestThread next = schedule.firstReady();
      if (next != null) {
        tick(next, calling);
        if (mustGiveWay()) {
          sleep(root, Long.MAX_VALUE);
        }
      } else if (group.awaitsHost() || !arrivals.isEmpty() || lock.hasWaiters()) {
        sleep(root, Long.MAX_VALUE);
      } else if (alone) {
        throw deadlock();
      } else {
        alone = !sleep(root, GRACE);
      }
    }
  }

  private static RadicchioException deadlock() {
    return RadicchioException.of(
            ErrorKind.TRAP,
            "deadlock detected: event loop cannot make further progress: no task is ready, and none waits for the host")
        .withKeyword("trap", "deadlock");
  }

  private boolean mustGiveWay() {
    return !core.isNested()
        && (lock.hasWaiters() || idle.stream().anyMatch(r -> r.done().getAsBoolean()));
  }

  /** @param group the group of the call that drives, whose failures are its own; null for none */
  private void tick(GuestThread thread, Group group) {
    GuestThread.Place place = thread.owner().place();
    place.enterFromHost();
    try {
      schedule.resume(thread, false);
    } catch (Throwable t) {
      if (place.group() == group) {
        throw t;
      }
      place.group().fail(t);
    } finally {
      place.leaveToHost();
    }
  }

  /** Gives up the lock until there is something to do, or a time has passed. Returns whether there is something to do. */
  private boolean sleep(Root root, long nanos) {
    if (core.isNested()) {
      sleepWithLock();
      return true;
    }
    Seat seat = root.seat();
    CoreStore.Turn turn = core.suspend();
    seat.prepare();
    idle.add(root);
    handOver.sit(null);
    dispatch(true);
    boolean granted = seat.awaitAtMost(Math.min(nanos, turn.nanosLeft())) != null;
    if (!granted) {
      lock.lock();
      idle.remove(root);
    }
    handOver.sit(seat);
    core.resume(turn, turn.began());
    return granted;
  }

  /** Within a call of another instance, whose frames are on this stack: no other thread may enter that one. */
  private void sleepWithLock() {
    sleeper = Thread.currentThread();
    try {
      while (arrivals.isEmpty()) {
        core.deadline().check();
        LockSupport.parkNanos(this, core.deadline().nanosLeft());
      }
    } finally {
      sleeper = null;
    }
  }

  /** Does the same as {@link CoreStore#leave} for an outermost entrance. */
  public void leave() {
    core.finish();
    giveUp();
  }

  /** Does the same as {@link CoreStore#unlock}. */
  public void giveUp() {
    handOver.sit(null);
    dispatch(true);
  }

  // Who has the lock next

  private void dispatch() {
    dispatch(false);
  }

  /**
   * Gives up the lock: to a thread of the host whose call is done, or which can drive; else to a worker thread, if there is
   * something to do.
   *
   * @param letIn whether threads that wait to enter the store come first
   */
  private void dispatch(boolean letIn) {
    boolean entrants = letIn;
    while (true) {
      Root next = firstDone();
      boolean work = next == null && hasWork();
      boolean waits = work && entrants && lock.hasWaiters();
      if (work && !waits && !idle.isEmpty()) {
        next = idle.get(0);
      }
      if (next != null) {
        idle.remove(next);
        if (next.seat().grant(DRIVE, lock)) {
          return;
        }
      } else if (work && !waits) {
        handOver.send(this::pump);
        return;
      } else {
        entrants = false;
        core.unlock();
        boolean left = waits && !lock.hasWaiters() || !closed && !arrivals.isEmpty();
        if (!left || !lock.tryLock()) {
          return;
        }
      }
    }
  }

  private Root firstDone() {
    for (Root each : idle) {
      if (each.done().getAsBoolean()) {
        return each;
      }
    }
    return null;
  }

  private boolean hasWork() {
    return !closed && hasMore();
  }

  private boolean hasMore() {
    return !arrivals.isEmpty() || schedule.firstReady() != null;
  }

  /** Drives on a worker thread, until nothing is ready or another thread can. */
  private void pump(Seat seat) {
    handOver.sit(seat);
    boolean more = true;
    while (more) {
      more = pumpOnce();
    }
    handOver.sit(null);
    handOver.workers().rest(seat);
    dispatch(true);
  }

  private boolean pumpOnce() {
    try {
      core.start(core.now());
    } catch (RadicchioException ended) { // the store is closed
      closed = true;
      return false;
    }
    try {
      arrivals.run();
      GuestThread next = schedule.firstReady();
      if (next != null) {
        tick(next, null);
      }
      return next != null && idle.isEmpty() && !lock.hasWaiters();
    } finally {
      core.finish();
    }
  }

  // From outside

  /** Enqueues something to do with the lock. Any thread may call this. */
  public void arrive(Runnable arrival) {
    if (closed) {
      return;
    }
    arrivals.add(arrival);
    if (lock.isHeldByCurrentThread()) {
      return;
    }
    if (lock.tryLock()) {
      dispatch(false);
    } else {
      LockSupport.unpark(sleeper);
    }
  }

  /**
   * Runs something that may block on a worker thread, without the lock, which is interrupted when the group ends. Any thread may
   * call this.
   *
   * @throws RadicchioException {@code LIMIT} if as many threads as allowed run such things
   */
  public Thread blocking(Group group, Runnable body) {
    return hostThreads.start(group, body);
  }

  /** Begins an operation of the host. */
  public Operation begin(Group group) {
    return new Operation(group, this::arrive);
  }

  // The end

  /**
   * Ends all threads of guests of a group, then interrupts those that run code of the host for it, which know of the end by
   * then.
   */
  public void end(Group group, RuntimeException why) {
    try {
      if (handOver.here() == null) {
        call(() -> schedule.end(group, why));
      } else {
        schedule.end(group, why);
      }
    } finally {
      hostThreads.interrupt(group);
    }
  }

  /**
   * Ends the worker threads, now or when their jobs end: the store has ended. Any thread may call this, with or without the
   * lock.
   */
  public void close() {
    closed = true;
    if (lock.isHeldByCurrentThread()) {
      handOver.workers().close();
    } else {
      lock.lock();
      handOver.workers().close();
      dispatch();
    }
  }
}
