package radicchio.runtime;

import radicchio.abi.CanonicalFunction;
import radicchio.abi.CanonicalOptions;
import radicchio.abi.Context;
import radicchio.abi.Handles;
import radicchio.abi.Trap;
import radicchio.component.ResourceType;
import radicchio.engine.Deadline;
import radicchio.engine.HostFunc;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * The core functions that canonical definitions make: {@code canon lower} and the built-ins of resources, for
 * one component instance.
 */
final class CoreBuiltins {
  private static final long[] NONE = {};
  private static final Context SCALARS =
      new Context(CanonicalOptions.NONE, Handles.NONE, 0, Deadline.NONE);

  private final ComponentInstance instance;

  CoreBuiltins(ComponentInstance instance) {
    this.instance = instance;
  }

  /** {@code canon lower} of a function of the host. */
  HostFunc lower(HostFunction function, CanonicalOptions options, Plans plans) {
    return args -> {
      instance.checkMayLeave();
      if (function.refuses()) {
        throw instance.root().refused(function.refusal());
      }
      CanonicalFunction plan = function.plan(plans);
      if (plan.isScalar()) {
        Object result = callHost(function, plans, plan.liftArguments(SCALARS, args));
        return plan.lowerResult(SCALARS, read(function, plan, result), args);
      }
      return callHost(function, plans, plan, options, args);
    };
  }

  private long[] callHost(
      HostFunction function,
      Plans plans,
      CanonicalFunction plan,
      CanonicalOptions options,
      long[] args) {
    CallScope scope = new CallScope(instance, function.isJava() ? Outside.JAVA : Outside.HOST);
    Context context = context(options, scope);
    try {
      Object result = callHost(function, plans, plan.liftArguments(context, args));
      return plan.lowerResult(context, read(function, plan, result), args);
    } finally {
      scope.end();
    }
  }

  private Object callHost(HostFunction function, Plans plans, Object[] arguments) {
    try {
      return function.call(arguments, plans.result().isPresent());
    } catch (RadicchioException e) {
      throw function.isJava() ? e : instance.root().hostThrew(e);
    } catch (Throwable t) {
      throw instance.root().hostThrew(t);
    }
  }

  private Object read(HostFunction function, CanonicalFunction plan, Object result) {
    try {
      return plan.readResult(result, instance.root().options().loweredBytes(), deadline());
    } catch (RadicchioException e) {
      if (e.kind() == ErrorKind.LIMIT) {
        throw e;
      }
      throw Trap.of(
          "the host function "
              + ForeignText.escaped(function.id())
              + " returned what its type refuses: "
              + e.getMessage(),
          e);
    }
  }

  /** {@code canon lower} of a function of another component, or of this one. */
  HostFunc lower(LiftedFunction function, CanonicalOptions options, Plans plans) {
    return args -> {
      instance.checkMayLeave();
      CanonicalFunction plan = plans.plain();
      CallScope scope = new CallScope(instance, Outside.COMPONENT);
      Context context = context(options, scope);
      function.instance().requireApartFrom(instance);
      function.instance().enterFrom(instance);
      try {
        Object result = function.callPlain(plan.liftArguments(context, args));
        return plan.lowerResult(context, result, args);
      } finally {
        function.instance().leaveTo(instance);
        scope.end();
      }
    };
  }

  /** {@code canon resource.new}. */
  HostFunc resourceNew(ResourceType type) {
    return args -> {
      instance.checkMayLeave();
      return new long[] {instance.handles().add(HandleEntry.own(type, (int) args[0]))};
    };
  }

  /** {@code canon resource.rep}. */
  HostFunc resourceRep(ResourceType type) {
    return args -> new long[] {(Integer) instance.handles().get((int) args[0], type).rep()};
  }

  /** {@code canon resource.drop}. */
  HostFunc resourceDrop(ResourceType type) {
    return args -> {
      instance.checkMayLeave();
      HandleEntry entry = instance.handles().remove((int) args[0], type);
      if (entry.owns()) {
        destroy(entry);
      } else {
        entry.borrower().returned();
      }
      return NONE;
    };
  }

  private void destroy(HandleEntry entry) {
    if (entry.type() instanceof GuestResource resource) {
      resource.destroy((Integer) entry.rep(), instance);
    } else if (entry.type() instanceof HostResource resource) {
      try {
        resource.destroy(entry.rep());
      } catch (Throwable t) {
        throw instance.root().hostThrew(t);
      }
    }
  }

  private Context context(CanonicalOptions options, CallScope scope) {
    return new Context(options, scope, instance.root().options().liftedBytes(), deadline());
  }

  private Deadline deadline() {
    return instance.root().store().deadline();
  }
}
