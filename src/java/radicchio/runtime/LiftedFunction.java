package radicchio.runtime;

import java.util.Optional;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.CanonicalOptions;
import radicchio.abi.Context;
import radicchio.engine.Deadline;
import radicchio.engine.Func;

/** A core function as a component function ({@code canon lift}). */
final class LiftedFunction implements ComponentFunction {
  private final ComponentInstance instance;
  private final Func callee;
  private final Optional<Func> postReturn;
  private final CanonicalOptions options;
  private final Plans plans;

  LiftedFunction(
      ComponentInstance instance,
      Func callee,
      Optional<Func> postReturn,
      CanonicalOptions options,
      Plans plans) {
    this.instance = instance;
    this.callee = callee;
    this.postReturn = postReturn;
    this.options = options;
    this.plans = plans;
  }

  @Override
  public Plans plans() {
    return plans;
  }

  ComponentInstance instance() {
    return instance;
  }

  @Override
  public Object callFromHost(Object[] arguments) {
    CanonicalFunction plan = plans.host();
    if (plan.isScalar()) {
      return callScalar(plan, arguments);
    }
    long loweredBytes = instance.root().options().loweredBytes();
    return run(plan, plan.readArguments(arguments, loweredBytes, deadline()), Outside.HOST);
  }

  /** Whether {@link #callScalar} may be used: values are numbers and their kin, and none of them goes by memory. */
  boolean isScalar() {
    return plans.host().isScalar();
  }

  Object callScalar(Object a) {
    CanonicalFunction plan = plans.host();
    return runScalar(plan, new long[] {plan.readScalar(0, a)});
  }

  Object callScalar(Object a, Object b) {
    CanonicalFunction plan = plans.host();
    return runScalar(plan, new long[] {plan.readScalar(0, a), plan.readScalar(1, b)});
  }

  Object callScalar(Object a, Object b, Object c) {
    CanonicalFunction plan = plans.host();
    return runScalar(
        plan, new long[] {plan.readScalar(0, a), plan.readScalar(1, b), plan.readScalar(2, c)});
  }

  private Object callScalar(CanonicalFunction plan, Object[] arguments) {
    long[] slots = new long[arguments.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = plan.readScalar(i, arguments[i]);
    }
    return runScalar(plan, slots);
  }

  private Object runScalar(CanonicalFunction plan, long[] slots) {
    Instance root = instance.root();
    root.checkLive();
    instance.enterFromHost();
    try {
      long[] results = callee.call(slots);
      Object value = plan.makeResult(results);
      callPostReturn(
          results); // the deadline was asked when this, or the callee, returned: numbers take no
      // time
      return value;
    } catch (Throwable t) {
      throw root.died(t);
    } finally {
      instance.leaveToHost();
    }
  }

  private Object run(CanonicalFunction plan, Object[] staged, Outside outside) {
    Instance root = instance.root();
    root.checkLive();
    instance.enterFromHost();
    try {
      return invoke(plan, staged, outside);
    } catch (Throwable t) {
      throw root.died(t);
    } finally {
      instance.leaveToHost();
    }
  }

  /** Calls it with staged arguments, as a component that was entered; a staged result. */
  Object callPlain(Object[] staged) {
    return invoke(plans.plain(), staged, Outside.COMPONENT);
  }

  private Object invoke(CanonicalFunction plan, Object[] staged, Outside outside) {
    CallScope scope = new CallScope(instance, outside);
    Context context =
        new Context(options, scope, instance.root().options().liftedBytes(), deadline());
    try {
      long[] results = callee.call(plan.lowerArguments(context, staged));
      Object value = plan.liftResult(context, results);
      scope.checkReturned();
      callPostReturn(results);
      instance.root().store().deadline().checkTime();
      return value;
    } finally {
      scope.end();
    }
  }

  private Deadline deadline() {
    return instance.root().store().deadline();
  }

  private void callPostReturn(long[] results) {
    if (postReturn.isPresent()) {
      instance.forbidLeaving();
      postReturn.get().call(results);
      instance.allowLeaving();
    }
  }
}
