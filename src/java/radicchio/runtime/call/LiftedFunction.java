package radicchio.runtime.call;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.Context;
import radicchio.engine.Func;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.instance.Entrance;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.task.Caller;
import radicchio.runtime.task.Task;
import radicchio.runtime.task.TaskHandles;
import radicchio.runtime.thread.Driver;

/** A core function as a component function ({@code canon lift}). Used inside an entrance of the store. */
public final class LiftedFunction implements ComponentFunction {
  private static final int UNKNOWN = -1;
  private static final int NONE = -2;

  private final ComponentInstance instance;
  private final Lift lift;

  /** Those of the lift, for calls that need no task. */
  private final Func callee;

  private final Optional<Func> postReturn;
  private final Plans plans;

  /** How its tasks behave, after the first use. */
  private Task.Kind kind;

  /** The plan for the host, after the first use. */
  private CanonicalFunction host;

  private int scalars = UNKNOWN;
  private int primitives = UNKNOWN;

  public LiftedFunction(ComponentInstance instance, Lift lift, Plans plans) {
    this.instance = instance;
    this.lift = lift;
    this.callee = lift.callee();
    this.postReturn = lift.postReturn();
    this.plans = plans;
  }

  @Override
  public Plans plans() {
    return plans;
  }

  ComponentInstance instance() {
    return instance;
  }

  private CanonicalFunction host() {
    if (host == null) {
      host = plans.host();
    }
    return host;
  }

  // From the host

  @Override
  public boolean takesScalars(int count) {
    if (scalars == UNKNOWN) {
      boolean plain = host().isScalar() && callee.isDirect() && !instance.isConcurrent();
      scalars = plain ? plans.type().params().size() : NONE;
    }
    return scalars == count;
  }

  @Override
  public boolean takesPrimitives(int count) {
    if (primitives == UNKNOWN) {
      primitives = host().isPrimitive() && takesScalars(count) ? count : NONE;
    }
    return primitives == count;
  }

  @Override
  public long readScalar(int parameter, Object value) {
    return host.readScalar(parameter, value);
  }

  @Override
  public Object callScalar(long a, long b, long c, long d) {
    Entrance entrance = instance.entrance();
    entrance.checkLive();
    instance.enterFromHost();
    try {
      long result = callee.direct(a, b, c, d);
      Object value = host.makeResult(result);
      // The deadline was checked when this function or its callee returned: lifting numbers takes
      // no time.
      callPostReturn(result);
      return value;
    } catch (Throwable t) {
      throw entrance.died(t);
    } finally {
      instance.leaveToHost();
    }
  }

  @Override
  public long callPrimitive(long a, long b, long c, long d) {
    CanonicalFunction plan = host;
    int count = primitives;
    long first = count > 0 ? plan.readPrimitive(0, a) : 0;
    long second = count > 1 ? plan.readPrimitive(1, b) : 0;
    long third = count > 2 ? plan.readPrimitive(2, c) : 0;
    long fourth = count > 3 ? plan.readPrimitive(3, d) : 0;
    Entrance entrance = instance.entrance();
    entrance.checkLive();
    instance.enterFromHost();
    try {
      long result = callee.direct(first, second, third, fourth);
      callPostReturn(result);
      return plan.makePrimitive(result);
    } catch (Throwable t) {
      throw entrance.died(t);
    } finally {
      instance.leaveToHost();
    }
  }

  @Override
  public Object call(Object[] arguments) {
    if (takesScalars(arguments.length)) {
      return callScalar(
          slot(arguments, 0), slot(arguments, 1), slot(arguments, 2), slot(arguments, 3));
    }
    Entrance entrance = instance.entrance();
    CanonicalFunction plan = host();
    Object[] staged =
        plan.readArguments(arguments, instance.limits().loweredBytes(), entrance.deadline());
    entrance.checkLive();
    if (instance.isConcurrent()) {
      return callAsTask(plan, staged);
    }
    instance.enterFromHost();
    try {
      return invoke(plan, staged, Outside.HOST);
    } catch (Throwable t) {
      throw entrance.died(t);
    } finally {
      instance.leaveToHost();
    }
  }

  private long slot(Object[] arguments, int parameter) {
    return parameter < arguments.length ? readScalar(parameter, arguments[parameter]) : 0;
  }

  // As a task

  private Object callAsTask(CanonicalFunction plan, Object[] staged) {
    Entrance entrance = instance.entrance();
    HostCall call = new HostCall(staged);
    Driver driver = entrance.store().driver();
    try {
      driver.call(
          () -> {
            beginFromHost(plan, Outside.HOST, call);
            driver.until(instance.group(), call::isDone);
          });
      if (!call.isDone()) {
        throw entrance.endedMeanwhile(entrance.ended());
      }
      entrance.deadline().checkTime();
      return call.result();
    } catch (Throwable t) {
      throw entrance.died(t);
    }
  }

  private Task beginFromHost(CanonicalFunction plan, Outside outside, Caller caller) {
    instance.enterFromHost();
    try {
      return begin(plan, outside, caller);
    } finally {
      instance.leaveToHost();
    }
  }

  @Override
  public Optional<CompletableFuture<Object>> begin(Object[] arguments) {
    if (!plans.type().async() || !instance.isConcurrent()) {
      return Optional.empty();
    }
    Entrance entrance = instance.entrance();
    CanonicalFunction plan = host();
    Object[] staged =
        plan.readArguments(arguments, instance.limits().loweredBytes(), entrance.deadline());
    entrance.checkLive();
    return Optional.of(begin(plan, Outside.HOST, staged));
  }

  private CompletableFuture<Object> begin(
      CanonicalFunction plan, Outside outside, Object[] staged) {
    AsyncCall call = new AsyncCall(instance, staged);
    Entrance entrance = instance.entrance();
    try {
      entrance
          .store()
          .driver()
          .call(
              () -> {
                call.begun(beginFromHost(plan, outside, call));
              });
    } catch (Throwable t) {
      call.failed(entrance, t);
    }
    return call.future();
  }

  /** Begins a call of an instance that was entered. Returns when its task blocks or ends. */
  Task begin(CanonicalFunction plan, Outside outside, Caller caller) {
    if (kind == null) {
      kind = lift.kind(plans.type().async());
    }
    Task task =
        new Task(
            instance,
            kind,
            Optional.of(new Task.Lifted(plan, lift.options())),
            new TaskHandles(instance, outside),
            caller);
    lift.begin(task, plan);
    return task;
  }

  // From another component

  /** Calls it with staged arguments, from a component that was entered. Returns a staged result. */
  Object callPlain(Object[] staged) {
    return invoke(plans.plain(), staged, Outside.COMPONENT);
  }

  private Object invoke(CanonicalFunction plan, Object[] staged, Outside caller) {
    TaskHandles task = new TaskHandles(instance, caller);
    Context context =
        new Context(
            lift.options(), task, instance.limits().liftedBytes(), instance.entrance().deadline());
    try {
      long[] results = callee.call(plan.lowerArguments(context, staged));
      Object value = plan.liftResult(context, results);
      task.checkReturned();
      callPostReturn(results);
      instance.entrance().deadline().checkTime();
      return value;
    } finally {
      task.end();
    }
  }

  private void callPostReturn(long result) {
    if (postReturn.isPresent()) {
      instance.forbidLeaving();
      postReturn.get().direct(result, 0, 0, 0);
      instance.allowLeaving();
    }
  }

  private void callPostReturn(long[] results) {
    if (postReturn.isPresent()) {
      instance.forbidLeaving();
      postReturn.get().call(results);
      instance.allowLeaving();
    }
  }
}
