package radicchio.runtime.call;

import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.abi.context.NoHandles;
import radicchio.abi.context.Trap;
import radicchio.engine.Deadline;
import radicchio.engine.HostFunc;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.task.Subtask;
import radicchio.runtime.task.SubtaskHandles;

/** A function of the host as a core function of a component instance ({@code canon lower}). */
public final class CallToHost implements HostFunc {
  private static final Context SCALARS =
      new Context(CanonicalOptions.NONE, NoHandles.INSTANCE, 0, Deadline.NONE);

  private final ComponentInstance instance;
  private final HostFunction function;
  private final CanonicalOptions options;
  private final boolean async;
  private final Plans plans;

  /** The plan for the values of the function, made for the first call. Guarded by the store's lock, like the next field. */
  private CanonicalFunction plan;

  private boolean hasArms;

  /** @param async whether it is lowered with {@code async} */
  public CallToHost(
      ComponentInstance instance,
      HostFunction function,
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
    if (plan == null) {
      settle();
    }
    if (plans.type().async()) {
      return callAsync(args);
    }
    return plan.isScalar() ? call(SCALARS, args) : callInSubtask(args);
  }

  private void settle() {
    if (function.refuses()) {
      throw instance.entrance().refused(function.refusal());
    }
    hasArms = plans.result().isPresent();
    plan = function.plan(plans);
  }

  /** {@code canon_lower} of a function whose type is async. */
  private long[] callAsync(long[] args) {
    Subtask subtask = new Subtask(instance, function.outside(), plan, options, async, args);
    new HostRun(instance, function, subtask, this::read, hasArms).begin();
    if (async) {
      return subtask.answer(instance);
    }
    subtask.await(instance.schedule());
    subtask.deliver();
    return subtask.results();
  }

  private long[] callInSubtask(long[] args) {
    SubtaskHandles subtask = new SubtaskHandles(instance, function.outside());
    try {
      return call(
          new Context(
              options, subtask, instance.limits().liftedBytes(), instance.entrance().deadline()),
          args);
    } finally {
      subtask.end();
    }
  }

  private long[] call(Context context, long[] args) {
    Object result = callHost(plan.liftArguments(context, args));
    return plan.lowerResult(context, read(result), args);
  }

  private Object callHost(Object[] arguments) {
    try {
      return function.call(arguments, hasArms);
    } catch (RadicchioException e) {
      throw function.isJava() ? e : instance.entrance().hostThrew(e);
    } catch (Throwable t) {
      throw instance.entrance().hostThrew(t);
    }
  }

  private Object read(Object result) {
    try {
      return plan.readResult(
          result, instance.limits().loweredBytes(), instance.entrance().deadline());
    } catch (RadicchioException e) {
      if (e.kind() == ErrorKind.LIMIT) {
        throw e;
      }
      throw Trap.of(
          "the host function "
              + ForeignText.escaped(function.id())
              + " returned a value that does not fit its type: "
              + e.getMessage(),
          e);
    }
  }
}
