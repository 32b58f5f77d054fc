package radicchio.runtime.thread;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import radicchio.abi.context.Trap;

/**
 * The threads of the guests of one store, in one order ({@code Thread}, {@code Store.waiting}). Guarded by the store's lock, as
 * all that it runs.
 */
public final class Schedule {
  private final HandOver handOver;
  private final WaitingThreads waiting = new WaitingThreads();

  /** Threads with frames on a seat that do not run. */
  private final Set<GuestThread> parked = new LinkedHashSet<>();

  private GuestThread current;

  Schedule(HandOver handOver) {
    this.handOver = handOver;
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
  public boolean waitUntil(Condition ready, boolean cancellable) {
    GuestThread me = current();
    if (cancellable && me.owner().takeCancellation()) {
      return true;
    }
    wait(me, ready, null, cancellable);
    return block(me, null);
  }

  /**
   * Does the same as {@link #waitUntil}, but returns at once if it is true already. The specification leaves open whether
   * others run then.
   */
  public boolean waitUnless(Condition ready, boolean cancellable) {
    if (cancellable && current().owner().takeCancellation()) {
      return true;
    }
    return !ready.holds() && waitUntil(ready, cancellable);
  }

  /** Lets others run ({@code yield_}). */
  public boolean yield(boolean cancellable) {
    return waitUntil(Condition.ALWAYS, cancellable);
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
    me.suspends(cancellable);
    return block(me, next);
  }

  /** Lets others run, first of all another suspended thread ({@code yield_then_resume}). */
  public boolean yieldThen(boolean cancellable, GuestThread next) {
    GuestThread me = current();
    if (cancellable && me.owner().takeCancellation()) {
      return true;
    }
    wait(me, Condition.ALWAYS, null, cancellable);
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
    waiting.remove(other);
    other.suspends(other.isCancellable());
    return other;
  }

  /** Makes a suspended thread ready ({@code resume_later}). */
  public void resumeLater(GuestThread suspended) {
    wait(suspended, Condition.ALWAYS, null, suspended.isCancellable());
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
  public void waitThen(GuestThread me, Condition ready, Step next) {
    waitThen(me, ready, null, next);
  }

  /** Does the same for a thread that a gate holds back, then or later; the gate is open, or the request to cancel it has come. */
  public void waitThen(GuestThread me, Condition ready, Gate gate, Step next) {
    if (me.owner().takeCancellation()) {
      next.run(true);
      return;
    }
    me.continuesWith(next);
    wait(me, ready, gate, true);
  }

  /** Does the same for a thread that only waits until a gate is open. */
  public void passThen(GuestThread me, Gate gate, Step next) {
    waitThen(me, Condition.ALWAYS, gate, next);
  }

  private void wait(GuestThread me, Condition ready, Gate gate, boolean cancellable) {
    me.waits(ready, gate, cancellable);
    waiting.add(me);
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
      return handOver.resume(seat, cancelled);
    }
    Step step = thread.takeStep();
    boolean tell = cancelled || thread.takesCancellation();
    if (!thread.owner().mayBlock()) {
      thread.run(step, tell);
      return null;
    }
    return handOver.start(thread, step, tell);
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
      GuestThread ready = waiting.firstWith(me);
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
    if (current().isSynchronous() && waiting.firstWith(current()) == null) {
      throw cannotBlock();
    }
  }

  private boolean park(GuestThread me, GuestThread next) {
    me.sitsOn(handOver.here());
    parked.add(me);
    return handOver.park(next) || me.takesCancellation();
  }

  // For the driver

  /** Returns the thread that waits longest of those that can go on; null if none can. */
  GuestThread firstReady() {
    return waiting.first();
  }

  /** Returns the number of threads of a group's guests that wait. */
  int waiting(Group group) {
    return waiting.count(group);
  }

  /** Ends all threads of a group: those with frames unwind them now. Those who run at the moment must end by themselves. */
  void end(Group group, RuntimeException why) {
    Set<Group.End> told = group.end();
    waiting.removeAll(group);
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
      handOver.stop(seat, why);
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
