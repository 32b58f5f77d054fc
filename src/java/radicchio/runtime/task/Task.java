package radicchio.runtime.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.component.ValType;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/**
 * A call into a component instance of a tree that has concurrency ({@code Task}): its state, and the threads that belong to it.
 * Guarded by the store's lock.
 */
public final class Task implements GuestThread.Owner, CallToCancel {
  private enum State {
    INITIAL,
    STARTED,
    PENDING_CANCEL,
    CANCEL_DELIVERED,
    RESOLVED
  }

  /**
   * How a function was lifted.
   *
   * @param async whether its type is async
   * @param asyncOption whether it is lifted with {@code async}
   * @param exclusive whether its threads need the instance for themselves
   */
  public record Kind(boolean async, boolean asyncOption, boolean exclusive) {
    static final Kind SYNC = new Kind(false, false, false);
  }

  /** The plan of a function that was lifted, and the options of the lift. */
  public record Lifted(CanonicalFunction plan, CanonicalOptions options) {}

  private final ComponentInstance instance;
  private final Kind kind;
  private final Optional<Lifted> lifted;
  private final TaskHandles handles;
  private final Caller caller;
  private final List<GuestThread> threads = new ArrayList<>(1);
  private GuestThread implicit;
  private State state = State.INITIAL;

  /** @param lifted empty for a function that was not lifted */
  public Task(
      ComponentInstance instance,
      Kind kind,
      Optional<Lifted> lifted,
      TaskHandles handles,
      Caller caller) {
    this.instance = instance;
    this.kind = kind;
    this.lifted = lifted;
    this.handles = handles;
    this.caller = caller;
  }

  public ComponentInstance instance() {
    return instance;
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the context for lifting its result with the options of {@code task.return}. */
  public Context context(CanonicalOptions options) {
    return new Context(
        options, handles, instance.limits().liftedBytes(), instance.entrance().deadline());
  }

  CanonicalFunction plan() {
    return lifted.orElseThrow().plan();
  }

  /**
   * Traps if {@code task.return} has another type or other options than the function. It may lack the memory, if no value that it
   * lifts needs one.
   */
  void checkReturn(Optional<ValType> result, CanonicalOptions options) {
    Lifted wanted = lifted.orElseThrow();
    if (!wanted.plan().type().result().equals(result)
        || wanted.options().encoding() != options.encoding()
        || options.memory().isPresent() && !wanted.options().memory().equals(options.memory())) {
      throw Trap.of("invalid `task.return` signature and/or options for current task");
    }
  }

  // For its threads

  @Override
  public GuestThread.Place place() {
    return instance;
  }

  @Override
  public boolean mayBlock() {
    return instance.concurrency().mayBlock();
  }

  @Override
  public boolean isExclusive(GuestThread thread) {
    return kind.exclusive() && thread == implicit;
  }

  @Override
  public boolean hasCancellation() {
    return state == State.PENDING_CANCEL;
  }

  @Override
  public boolean takeCancellation() {
    if (state == State.PENDING_CANCEL) {
      state = State.CANCEL_DELIVERED;
      return true;
    }
    return false;
  }

  // Its threads

  public GuestThread implicit() {
    return implicit;
  }

  public void begins(GuestThread thread) {
    implicit = thread;
  }

  /** The implicit thread enters the instance. */
  public void enter() {
    if (kind.exclusive()) {
      instance.concurrency().occupy(implicit);
    }
    register(implicit);
  }

  /** The implicit thread ends. */
  public void exit() {
    unregister(implicit);
    if (kind.exclusive()) {
      instance.concurrency().free();
    }
  }

  void register(GuestThread thread) {
    threads.add(thread);
    instance.concurrency().add(thread);
  }

  void unregister(GuestThread thread) {
    threads.remove(thread);
    if (threads.isEmpty() && state != State.RESOLVED) {
      throw Trap.of("async-lifted export failed to produce a result: its last thread ended");
    }
    instance.concurrency().remove(thread);
  }

  // Its state

  public boolean isResolved() {
    return state == State.RESOLVED;
  }

  /** Returns the staged arguments. */
  public Object[] start() {
    state = State.STARTED;
    return caller.started();
  }

  /** {@code return_}. */
  public void returns(Object result) {
    requireUnresolved("task.return");
    handles.checkReturned();
    caller.returned(result);
    resolve();
  }

  /** {@code task.cancel}. */
  public void cancel() {
    requireUnresolved("task.cancel");
    if (state != State.CANCEL_DELIVERED) {
      throw Trap.of("`task.cancel` called by task which has not been cancelled");
    }
    handles.checkReturned();
    caller.cancelled();
    resolve();
  }

  private void requireUnresolved(String what) {
    if (state == State.RESOLVED) {
      throw Trap.of(what + " called after the task had returned or was cancelled");
    }
  }

  private void resolve() {
    state = State.RESOLVED;
    handles.end();
  }

  /** {@code request_cancellation}. */
  @Override
  public void requestCancellation(ComponentInstance from) {
    Schedule schedule = instance.schedule();
    if (state == State.INITIAL) {
      state = State.CANCEL_DELIVERED;
      schedule.resume(implicit, true);
      return;
    }
    GuestThread candidate = cancellable();
    if (candidate != null && instance.mayEnterFrom(from)) {
      state = State.CANCEL_DELIVERED;
      instance.enterFrom(from);
      try {
        schedule.resume(candidate, true);
      } finally {
        instance.leaveTo(from);
      }
    } else {
      state = State.PENDING_CANCEL;
      threads.forEach(GuestThread::mayBeReady); // one may be held back
    }
  }

  private GuestThread cancellable() {
    for (GuestThread each : threads) {
      if (each.isCancellable() && !isHeldBack(each)) {
        return each;
      }
    }
    return null;
  }

  /** Tests whether a thread runs only while it has the instance for itself, and another one has it. */
  private boolean isHeldBack(GuestThread thread) {
    GuestThread occupier = instance.concurrency().occupier();
    return isExclusive(thread) && occupier != null && occupier != thread;
  }
}
