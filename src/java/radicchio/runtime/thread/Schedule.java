package radicchio.runtime.thread;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import radicchio.abi.context.Trap;
import radicchio.engine.CoreStore;

/**
 * The threads of the guests of one store, in one order ({@code Thread}, {@code Store.waiting}). Guarded by the store's lock, as
 * all that it runs.
 */
public final class Schedule implements Workers.Work {
  /** Begins a guest's thread on a worker thread. */
  private record Start(GuestThread thread, Step step, boolean cancelled, long began) {}

  /** Continues a guest's thread whose frames are on a seat. */
  private record Resume(boolean cancelled, long began) {}

  /** Ends a guest's thread whose frames are on a seat. */
  private record Stop(RuntimeException why, long began) {}

  /**
   * Gives the lock back to the seat that resumed a thread.
   *
   * @param next the thread to resume instead; null for none
   * @param failure what the thread threw; null if it blocked or ended
   */
  private record Back(GuestThread next, Throwable failure) {}

  /** Work for a worker thread, whose end nothing waits for. */
  interface Errand {
    /** Does it, on a seat; gives up the lock at the end, after the seat has rested. */
    void run(Seat seat);
  }

  private final CoreStore core;
  private final Workers workers;

  /** Gives up the lock on a thread that has no entrance of the store. */
  private final Runnable unlock;

  private final List<GuestThread> waiting = new ArrayList<>();

  /** Threads with frames on a seat that do not run. */
  private final Set<GuestThread> parked = new LinkedHashSet<>();

  private GuestThread current;

  /** The seat of the thread that has the lock. */
  private Seat here;

  /** @param threads the most worker threads */
  Schedule(CoreStore core, int threads, Runnable unlock) {
    this.core = core;
    this.workers = new Workers(core.lock(), threads, this);
    this.unlock = unlock;
  }

  // For built-ins

  /** Returns the running thread ({@code current_thread}). */
  public GuestThread current() {
    if (current == null) {
      throw new IllegalStateException("no thread of a guest runs");
    }
    return current;
  }

  /**
   * Blocks the running thread until something is true ({@code wait_until}).
   *
   * @param cancellable whether a request to cancel its task ends the wait
   * @return whether the task was cancelled
   */
  public boolean waitUntil(BooleanSupplier ready, boolean cancellable) {
    GuestThread me = current();
    if (cancellable && me.owner().takeCancellation()) {
      return true;
    }
    wait(me, ready, cancellable);
    return block(me, null);
  }

  /**
   * Does the same as {@link #waitUntil}, but returns at once if it is true already. The specification leaves open whether
   * others run then.
   */
  public boolean waitUnless(BooleanSupplier ready, boolean cancellable) {
    if (cancellable && current().owner().takeCancellation()) {
      return true;
    }
    return !ready.getAsBoolean() && waitUntil(ready, cancellable);
  }

  /** Lets others run ({@code yield_}). */
  public boolean yield(boolean cancellable) {
    return waitUntil(GuestThread.atOnce(), cancellable);
  }

  /** Blocks the running thread until another one resumes it ({@code suspend}). */
  public boolean suspend(boolean cancellable) {
    return suspendThen(cancellable, null);
  }

  /** Does the same, and resumes another suspended thread at once ({@code suspend_then_resume}). */
  public boolean suspendThen(boolean cancellable, GuestThread next) {
    GuestThread me = current();
    if (cancellable && me.owner().takeCancellation()) {
      return true;
    }
    me.blocks(null, cancellable);
    return block(me, next);
  }

  /** Lets others run, first of all another suspended thread ({@code yield_then_resume}). */
  public boolean yieldThen(boolean cancellable, GuestThread next) {
    GuestThread me = current();
    if (cancellable && me.owner().takeCancellation()) {
      return true;
    }
    wait(me, GuestThread.atOnce(), cancellable);
    return block(me, next);
  }

  /** Does {@link #suspendThen} with a thread that is ready, else {@link #suspend} ({@code suspend_then_promote}). */
  public boolean suspendThenPromote(boolean cancellable, GuestThread other) {
    if (cancellable && current().owner().takeCancellation()) {
      return true;
    }
    return suspendThen(cancellable, promoted(other));
  }

  /** Does {@link #yieldThen} with a thread that is ready, else {@link #yield} ({@code yield_then_promote}). */
  public boolean yieldThenPromote(boolean cancellable, GuestThread other) {
    if (cancellable && current().owner().takeCancellation()) {
      return true;
    }
    return yieldThen(cancellable, promoted(other));
  }

  private GuestThread promoted(GuestThread other) {
    if (!other.isReady() || other.owner().isExclusive(other)) {
      return null;
    }
    stopWaiting(other);
    return other;
  }

  /** Makes a suspended thread ready ({@code resume_later}). */
  public void resumeLater(GuestThread suspended) {
    suspended.waitsFor(GuestThread.atOnce());
    waiting.add(suspended);
  }

  // For tasks

  /** Makes a suspended thread that begins with a step. */
  public GuestThread make(GuestThread.Owner owner, Step step) {
    return GuestThread.suspended(owner, step);
  }

  /**
   * Blocks the running thread at the end of its step, without frames on the stack, until something is true. Then its next step
   * runs. A cancellation that was requested already is delivered at once.
   */
  public void waitThen(GuestThread me, BooleanSupplier ready, Step next) {
    if (me.owner().takeCancellation()) {
      next.run(true);
      return;
    }
    me.continuesWith(next);
    wait(me, ready, true);
  }

  private void wait(GuestThread me, BooleanSupplier ready, boolean cancellable) {
    me.blocks(ready, cancellable);
    waiting.add(me);
  }

  private void stopWaiting(GuestThread thread) {
    thread.blocks(null, thread.isCancellable());
    waiting.remove(thread);
  }

  /**
   * Runs a body as the thread of a synchronous call, to its end. If it blocks, it runs other threads of its instance until it
   * can go on; if there are none, it traps.
   */
  public void runSynchronously(GuestThread thread, Runnable body) {
    GuestThread before = current;
    current = thread;
    try {
      body.run();
    } finally {
      current = before;
    }
  }

  /** Makes the thread for {@link #runSynchronously}. */
  public GuestThread synchronous(GuestThread.Owner owner) {
    return GuestThread.synchronous(owner);
  }

  /** Resumes a thread, until it blocks or ends ({@code resume}). */
  public void resume(GuestThread thread, boolean cancelled) {
    GuestThread before = current;
    GuestThread next = thread;
    boolean tell = cancelled;
    try {
      while (next != null && !isBelow(next)) {
        next = run(next, tell);
        tell = false;
      }
    } finally {
      current = before;
    }
  }

  /** Tests whether a thread is synchronous: its frames are below those of the loop that resumes it, which then ends. */
  private boolean isBelow(GuestThread thread) {
    if (thread.isSynchronous()) {
      thread.choose();
      return true;
    }
    return false;
  }

  /** Returns the thread to resume next; null for none. */
  private GuestThread run(GuestThread thread, boolean cancelled) {
    if (thread.isWaiting()) {
      waiting.remove(thread);
    }
    thread.runs();
    current = thread;
    if (thread.seat() != null) {
      parked.remove(thread);
      Seat seat = thread.seat();
      thread.sitsOn(null);
      return transfer(seat, began -> new Resume(cancelled, began));
    }
    Step step = thread.takeStep();
    boolean tell = cancelled || thread.takesCancellation();
    if (!thread.owner().mayBlock()) {
      thread.run(step, tell);
      return null;
    }
    return transfer(null, began -> new Start(thread, step, tell, began));
  }

  // Blocking

  /** Returns whether its task was cancelled. */
  private boolean block(GuestThread me, GuestThread next) {
    if (me.isSynchronous()) {
      runOthers(me, next);
      return false;
    }
    return park(me, next);
  }

  /** Runs other threads of its instance on top of its frames, until it is resumed itself. */
  private void runOthers(GuestThread me, GuestThread first) {
    if (first != null) {
      resume(first, false);
    }
    while (!me.takeChoice()) {
      GuestThread ready = firstReadyWith(me);
      if (ready == null) {
        throw cannotBlock();
      }
      resume(ready, false);
    }
    if (me.isWaiting()) {
      waiting.remove(me);
    }
    me.runs();
    current = me;
  }

  private static RuntimeException cannotBlock() {
    return Trap.of(
        "cannot block a synchronous task before returning: deadlock detected: event loop cannot make further progress");
  }

  /**
   * Traps if the running thread could not wait now. An operation that traps for another reason, but would have waited, calls it
   * first: that the task may not wait says more than that an operand is wrong.
   */
  public void checkMayWait() {
    if (current().isSynchronous() && firstReadyWith(current()) == null) {
      throw cannotBlock();
    }
  }

  private GuestThread firstReadyWith(GuestThread me) {
    GuestThread.Place place = me.owner().place();
    for (GuestThread each : waiting) {
      if (each.owner().place() == place
          && each.index() != 0
          && !each.owner().isExclusive(each)
          && each.isReady()) {
        return each;
      }
    }
    return null;
  }

  private boolean park(GuestThread me, GuestThread next) {
    Seat seat = here;
    if (seat.resumer() == null) {
      throw new IllegalStateException("BUG: a thread blocked on the stack of its caller");
    }
    me.sitsOn(seat);
    parked.add(me);
    CoreStore.Turn turn = core.suspend();
    seat.prepare();
    giveBack(seat, new Back(next, null));
    Object message = seat.await(core.lock(), false);
    if (message instanceof Stop stop) {
      core.resume(turn, stop.began());
      throw stop.why();
    }
    Resume resumed = (Resume) message;
    Thread.interrupted(); // what was meant for an earlier turn
    core.resume(turn, resumed.began());
    return resumed.cancelled() || me.takesCancellation();
  }

  private void giveBack(Seat seat, Back back) {
    Seat to = seat.resumer();
    here = to;
    to.grant(back, core.lock());
  }

  // Seats

  private interface Message {
    Object at(long began);
  }

  /**
   * Hands the lock to another seat, and waits until it comes back.
   *
   * @param to null for any worker thread
   * @return the thread to resume next; null for none
   */
  private GuestThread transfer(Seat to, Message message) {
    Seat me = here;
    Seat target = to == null ? workers.take() : to;
    CoreStore.Turn turn = core.suspend();
    Object sent = message.at(turn.began());
    me.prepare();
    target.resumedBy(me);
    here = target;
    while (!target.grant(
        sent, core.lock())) { // it had been idle for too long, and no longer counts
      target = workers.takeAnyway();
      target.resumedBy(me);
      here = target;
    }
    Back back = (Back) me.await(core.lock(), true);
    here = me;
    core.resume(turn, turn.began());
    if (back.failure() != null) {
      throw Schedule.<RuntimeException>same(back.failure());
    }
    return back.next();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T same(Throwable thrown) throws T {
    return (T) thrown;
  }

  /** Gives the lock to a worker thread, which does an errand. */
  void send(Errand errand) {
    Seat target;
    do {
      target = workers.takeAnyway();
      target.resumedBy(null);
      here = target;
    } while (!target.grant(errand, core.lock()));
  }

  @Override
  public void handle(Seat seat, Object job) {
    Thread.interrupted(); // what was meant for an earlier job
    if (job instanceof Errand errand) {
      errand.run(seat);
      return;
    }
    Throwable failure = start(seat, (Start) job);
    Seat resumer = seat.resumer();
    workers.rest(seat);
    here = resumer;
    resumer.grant(new Back(null, failure), core.lock());
  }

  private Throwable start(Seat seat, Start job) {
    try {
      core.start(job.began());
    } catch (Throwable t) {
      return t;
    }
    try {
      job.thread().run(job.step(), job.cancelled());
      return null;
    } catch (Throwable t) {
      return t;
    } finally {
      core.finish();
    }
  }

  @Override
  public void unlock() {
    unlock.run();
  }

  // For the driver

  Workers workers() {
    return workers;
  }

  Seat here() {
    return here;
  }

  /** Records whose thread has the lock. */
  void sit(Seat seat) {
    here = seat;
  }

  /** Returns the thread that waits longest of those that can go on; null if none can. */
  GuestThread firstReady() {
    for (GuestThread each : waiting) {
      if (each.isReady()) {
        return each;
      }
    }
    return null;
  }

  int waitingCount() {
    return waiting.size();
  }

  /** Returns the number of threads of a group's guests that wait. */
  int waiting(Group group) {
    return (int)
        waiting.stream()
            .filter(each -> each.index() != 0 && each.owner().place().group() == group)
            .count();
  }

  /** Ends all threads of a group: those with frames unwind them now. Those who run at the moment must end by themselves. */
  void end(Group group, RuntimeException why) {
    Set<Group.End> told = group.end();
    waiting.removeIf(each -> each.owner().place().group() == group);
    for (GuestThread each : List.copyOf(parked)) {
      if (each.owner().place().group() == group) {
        parked.remove(each);
        unwind(each, why);
      }
    }
    told.forEach(each -> each.ended(why));
  }

  private void unwind(GuestThread thread, RuntimeException why) {
    GuestThread before = current;
    current = thread;
    Seat seat = thread.seat();
    thread.sitsOn(null);
    thread.runs();
    try {
      transfer(seat, began -> new Stop(why, began));
    } catch (Throwable ended) {
      // it is the reason itself, or what failed while its frames unwound
      if (ended instanceof Error error && !(ended instanceof StackOverflowError)) {
        throw error;
      }
    } finally {
      current = before;
    }
  }
}
