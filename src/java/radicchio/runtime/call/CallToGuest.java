package radicchio.runtime.call;

import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.engine.HostFunc;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.task.Subtask;
import radicchio.runtime.task.SubtaskHandles;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/** A function of a guest as a core function of a component instance ({@code canon lower}). */
public final class CallToGuest implements HostFunc {
  private final ComponentInstance instance;
  private final LiftedFunction function;
  private final CanonicalOptions options;
  private final boolean async;
  private final Plans plans;

  /** @param async whether it is lowered with {@code async} */
  public CallToGuest(
      ComponentInstance instance,
      LiftedFunction function,
      CanonicalOptions options,
      boolean async,
      Plans plans) {
    this.instance = instance;
    this.function = function;
    this.options = options;
    this.async = async;
    this.plans = plans;
  }

  @Override
  public long[] call(long[] args) {
    instance.checkMayLeave();
    CanonicalFunction plan = plans.plain();
    return instance.isConcurrent() ? callTask(plan, args) : callDirectly(plan, args);
  }

  /** {@code canon_lower}. */
  private long[] callTask(CanonicalFunction plan, long[] args) {
    if (async) {
      letOccupierGoOn();
    }
    Subtask subtask = new Subtask(instance, Outside.COMPONENT, plan, options, async, args);
    ComponentInstance callee = function.instance();
    callee.requireApartFrom(instance);
    callee.enterFrom(instance);
    try {
      subtask.calls(function.begin(plan, Outside.COMPONENT, subtask));
    } finally {
      callee.leaveTo(instance);
    }
    if (async) {
      return subtask.answer(instance);
    }
    subtask.await(instance.schedule());
    subtask.deliver();
    return subtask.results();
  }

  /**
   * Resumes the task that has the callee's instance for itself, if it is ready: else the call would be held back by a task that has
   * nothing left to wait for. The reference tests expect this of a host; the specification's text leaves the task waiting. While a
   * synchronous task runs, only threads of its own instance may be resumed.
   */
  private void letOccupierGoOn() {
    ComponentInstance callee = function.instance();
    GuestThread occupier = callee.concurrency().occupier();
    if (occupier == null || !occupier.isReady()) {
      return;
    }
    Schedule schedule = instance.schedule();
    if (schedule.current().isSynchronous() || !callee.mayEnterFrom(instance)) {
      return;
    }
    callee.enterFrom(instance);
    try {
      schedule.resume(occupier, false);
    } finally {
      callee.leaveTo(instance);
    }
  }

  /** Calls without a task, because nothing in the tree can block. */
  private long[] callDirectly(CanonicalFunction plan, long[] args) {
    SubtaskHandles subtask = new SubtaskHandles(instance, Outside.COMPONENT);
    Context context =
        new Context(
            options, subtask, instance.limits().liftedBytes(), instance.entrance().deadline());
    ComponentInstance callee = function.instance();
    callee.requireApartFrom(instance);
    callee.enterFrom(instance);
    try {
      Object result = function.callPlain(plan.liftArguments(context, args));
      return plan.lowerResult(context, result, args);
    } finally {
      callee.leaveTo(instance);
      subtask.end();
    }
  }
}
