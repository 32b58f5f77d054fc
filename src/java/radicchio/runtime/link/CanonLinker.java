package radicchio.runtime.link;

import java.util.Optional;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Realloc;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.component.ResourceType;
import radicchio.component.Sort;
import radicchio.engine.Func;
import radicchio.engine.HostFunc;
import radicchio.engine.Memory;
import radicchio.runtime.call.CallToGuest;
import radicchio.runtime.call.CallToHost;
import radicchio.runtime.call.ComponentFunction;
import radicchio.runtime.call.HostFunction;
import radicchio.runtime.call.Lift;
import radicchio.runtime.call.LiftedFunction;
import radicchio.runtime.call.Plans;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.stream.end.CopyBuiltins;
import radicchio.runtime.task.CoreBuiltins;
import radicchio.runtime.task.InnerCalls;
import radicchio.runtime.task.TaskBuiltins;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Shape;

/**
 * Evaluates the canonical definitions of one component (CanonicalABI.md, "Canonical Definitions"): each adds a function to its
 * scope. Runs inside an entrance of the store.
 */
final class CanonLinker implements Canon.Cases<CanonLinker> {
  private final ComponentCode code;
  private final ComponentInstance instance;
  private final TypedComponent typed;
  private final BoundTypes types;
  private final LinkScope scope;
  private final CoreBuiltins builtins;
  private final StreamBuiltins streams;

  /** The position of the current definition in the component. */
  private int place;

  /** @param types the types of the component, with the resources bound so far */
  CanonLinker(ComponentCode code, ComponentInstance instance, BoundTypes types, LinkScope scope) {
    this.code = code;
    this.instance = instance;
    this.typed = code.typed();
    this.types = types;
    this.scope = scope;
    this.builtins = new CoreBuiltins(instance);
    this.streams =
        new StreamBuiltins(
            new CopyBuiltins(instance), index -> types.at(index, typed), this::options);
  }

  /**
   * Adds the function of a definition to the scope.
   *
   * @param at the position of the definition in the component
   */
  void define(int at, Canon canon) {
    place = at;
    canon.match(this);
  }

  @Override
  public CanonLinker on(Canon.Lift c) {
    LiftedFunction lifted =
        new LiftedFunction(
            instance,
            new Lift(
                scope.coreFunc(c.func()),
                scope.coreFunc(c.options().postReturn()),
                scope.coreFunc(c.options().callback()),
                c.options().async(),
                options(c.options())),
            plans((FuncEntity) typed.defined(place)));
    scope.add(Sort.FUNC, new LinkedEntity.FunctionEntity(lifted));
    return this;
  }

  @Override
  public CanonLinker on(Canon.Lower c) {
    ComponentFunction callee = scope.func(c.func());
    Plans plans = plans(typed.functionAt(c.func()));
    CanonicalOptions options = options(c.options());
    boolean async = c.options().async();
    return core(
        callee instanceof HostFunction f
            ? new CallToHost(instance, f, options, async, plans)
            : new CallToGuest(instance, (LiftedFunction) callee, options, async, plans));
  }

  @Override
  public CanonLinker on(Canon.ResourceNew c) {
    return core(builtins.resourceNew(resource(c.type())));
  }

  @Override
  public CanonLinker on(Canon.ResourceRep c) {
    return core(builtins.resourceRep(resource(c.type())));
  }

  @Override
  public CanonLinker on(Canon.ResourceDrop c) {
    return core(builtins.resourceDrop(resource(c.type())));
  }

  @Override
  public CanonLinker on(Canon.TaskReturn c) {
    return core(
        new TaskBuiltins(instance)
            .taskReturn(c.result().map(r -> types.of(r, typed)), options(c.options())));
  }

  @Override
  public CanonLinker on(Canon.Concurrent c) {
    return core(
        c.match(new ConcurrentBuiltins(instance, scope, typed.coreFunction(place), streams)));
  }

  private CanonLinker core(HostFunc body) {
    scope.add(Sort.CORE_FUNC, instance.store().function(typed.coreFunction(place), body));
    return this;
  }

  private Plans plans(FuncEntity function) {
    return code.plans(place, function, () -> types.of(function.shape()));
  }

  private CanonicalOptions options(CanonOptions options) {
    return new CanonicalOptions(
        options.encoding(),
        options.memory().isPresent()
            ? Optional.of((Memory) scope.core(Sort.CORE_MEMORY, options.memory().getAsInt()))
            : Optional.empty(),
        scope.coreFunc(options.realloc()).map(this::realloc));
  }

  private Realloc realloc(Func func) {
    return (oldPointer, oldByteLength, alignment, newByteLength) -> {
      long[] result =
          InnerCalls.allocate(
              instance, () -> func.call(oldPointer, oldByteLength, alignment, newByteLength));
      return (int) result[0];
    };
  }

  private ResourceType resource(int type) {
    return types.of((Shape.ResourceShape) typed.typeAt(type).shape());
  }
}
