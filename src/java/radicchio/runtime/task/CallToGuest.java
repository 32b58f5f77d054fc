package radicchio.runtime.task;

import radicchio.abi.CanonicalFunction;
import radicchio.abi.CanonicalOptions;
import radicchio.abi.Context;
import radicchio.engine.HostFunc;
import radicchio.runtime.resource.Outside;

/** A function of a guest as a core function of a component instance ({@code canon lower}). */
public final class CallToGuest implements HostFunc {
  private final ComponentInstance instance;
  private final LiftedFunction function;
  private final CanonicalOptions options;
  private final Plans plans;

  public CallToGuest(
      ComponentInstance instance, LiftedFunction function, CanonicalOptions options, Plans plans) {
    this.instance = instance;
    this.function = function;
    this.options = options;
    this.plans = plans;
  }

  @Override
  public long[] call(long[] args) {
    instance.checkMayLeave();
    CanonicalFunction plan = plans.plain();
    Subtask subtask = new Subtask(instance, Outside.COMPONENT);
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
