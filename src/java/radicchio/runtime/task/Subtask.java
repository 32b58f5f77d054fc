package radicchio.runtime.task;

import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.thread.Condition;
import radicchio.runtime.thread.Schedule;
import radicchio.runtime.waitable.Event;
import radicchio.runtime.waitable.EventCode;
import radicchio.runtime.waitable.Waitable;

/**
 * A call out of a component instance of a tree that has concurrency ({@code Subtask}). Guarded by the store's lock.
 */
public final class Subtask implements Waitable.Holder, Caller {
  private enum State {
    STARTING,
    STARTED,
    RETURNED,
    CANCELLED_BEFORE_STARTED,
    CANCELLED_BEFORE_RETURNED
  }

  private static final long[] NONE = {};

  private final CanonicalFunction plan;
  private final boolean async;
  private final SubtaskHandles handles;
  private final Context context;
  private final long[] arguments;
  private final Waitable waitable = new Waitable();

  /** What a thread in {@link #await} waits for; null for none. */
  private Condition resolved;

  private State state = State.STARTING;
  private long[] results = NONE;
  private CallToCancel call;
  private int index;
  private boolean delivered;
  private boolean cancellationRequested;

  /**
   * @param plan for the values of the callee's side
   * @param async whether the callee was lowered with {@code async}
   * @param arguments the core arguments
   */
  public Subtask(
      ComponentInstance instance,
      Outside callee,
      CanonicalFunction plan,
      CanonicalOptions options,
      boolean async,
      long[] arguments) {
    this.plan = plan;
    this.async = async;
    this.handles = new SubtaskHandles(instance, callee);
    this.context =
        new Context(
            options, handles, instance.limits().liftedBytes(), instance.entrance().deadline());
    this.arguments = arguments;
  }

  @Override
  public Waitable waitable() {
    return waitable;
  }

  @Override
  public String noun() {
    return "a subtask";
  }

  /** Records what can be asked to end. */
  public void calls(CallToCancel called) {
    call = called;
  }

  // From its callee

  @Override
  public Object[] started() {
    progress();
    state = State.STARTED;
    return async
        ? plan.async().liftArguments(context, arguments)
        : plan.liftArguments(context, arguments);
  }

  @Override
  public void returned(Object result) {
    progress();
    if (async) {
      plan.async().storeResult(context, result, arguments);
    } else {
      results = plan.lowerResult(context, result, arguments);
    }
    resolve(State.RETURNED);
  }

  @Override
  public void cancelled() {
    progress();
    resolve(
        state == State.STARTING ? State.CANCELLED_BEFORE_STARTED : State.CANCELLED_BEFORE_RETURNED);
  }

  private void resolve(State last) {
    state = last;
    if (resolved != null) {
      resolved.changed();
    }
  }

  /** Once its guest knows its index, each change is an event. */
  private void progress() {
    if (index != 0) {
      waitable.setPending(this::event);
    }
  }

  private Event event() {
    if (isResolved()) {
      deliver();
    }
    return new Event(EventCode.SUBTASK, index, state.ordinal());
  }

  // For its guest

  public boolean isCancellationRequested() {
    return cancellationRequested;
  }

  public boolean isResolved() {
    return state.compareTo(State.RETURNED) >= 0;
  }

  /** Blocks the running thread until it is resolved, as a synchronous call does. */
  public void await(Schedule schedule) {
    if (!isResolved()) {
      resolved = new Condition(this::isResolved);
      schedule.waitUntil(resolved, false);
    }
  }

  /** The guest knows the result now: it gets its lent handles back ({@code deliver_resolve}). */
  public void deliver() {
    delivered = true;
    handles.end();
  }

  /** Returns the core results of a synchronous call. */
  public long[] results() {
    return results;
  }

  /** Gives it an index, if the call did not return at once. Returns the core results of the asynchronous call. */
  public long[] answer(ComponentInstance instance) {
    if (isResolved()) {
      deliver();
      return new long[] {state.ordinal()};
    }
    index = instance.handles().add(this);
    return new long[] {state.ordinal() | index << 4};
  }

  /** {@code subtask.cancel}. Returns whether it is resolved; if not, the guest must wait for it, or gets an event later. */
  boolean cancel(ComponentInstance from) {
    if (delivered) {
      throw Trap.of("`subtask.cancel` called after terminal status delivered");
    }
    if (cancellationRequested) {
      throw Trap.of("`subtask.cancel` called twice for one subtask");
    }
    if (!isResolved()) {
      cancellationRequested = true;
      call.requestCancellation(from);
    }
    return isResolved();
  }

  /** {@code subtask.drop}, after its index was freed. */
  void drop() {
    if (!delivered) {
      throw Trap.of("cannot drop a subtask which has not yet resolved");
    }
    waitable.drop();
  }
}
