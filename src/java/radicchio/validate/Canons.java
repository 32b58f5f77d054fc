package radicchio.validate;

import java.util.ArrayList;
import java.util.List;
import radicchio.abi.layout.FlatTypes;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Flat;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/** Evaluates canonical definitions (CanonicalABI.md, "Canonical Definitions"). */
final class Canons implements Canon.Cases<Integer> {
  private final Scope scope;

  private Canons(Scope scope) {
    this.scope = scope;
  }

  /** Appends the result of a canonical definition to its index space. Returns its index. */
  static int define(Canon canon, Scope scope) {
    return canon.match(new Canons(scope));
  }

  @Override
  public Integer on(Canon.Lift c) {
    return scope.spaces.funcs.add(lift(c, scope));
  }

  @Override
  public Integer on(Canon.Lower c) {
    return scope.spaces.coreFuncs.add(lower(c, scope));
  }

  @Override
  public Integer on(Canon.ResourceNew c) {
    own(c.type(), scope);
    return scope.spaces.coreFuncs.add(CoreMatching.func(List.of(CoreType.I32), CoreType.I32));
  }

  @Override
  public Integer on(Canon.ResourceDrop c) {
    Types.resource(c.type(), scope);
    return scope.spaces.coreFuncs.add(CoreMatching.func(List.of(CoreType.I32)));
  }

  @Override
  public Integer on(Canon.ResourceRep c) {
    own(c.type(), scope);
    return scope.spaces.coreFuncs.add(CoreMatching.func(List.of(CoreType.I32), CoreType.I32));
  }

  @Override
  public Integer on(Canon.TaskReturn c) {
    return scope.spaces.coreFuncs.add(taskReturn(c, scope));
  }

  @Override
  public Integer on(Canon.Concurrent c) {
    return scope.spaces.coreFuncs.add(c.match(new Builtins(scope)));
  }

  /** Checks that this component defines the resource itself. */
  private static void own(int index, Scope scope) {
    Shape.ResourceShape shape = (Shape.ResourceShape) Types.resource(index, scope).shape();
    if (!shape.identity().definedBy(scope.definer())) {
      throw new Invalid(
          "type "
              + index
              + " is a resource of another component, expected one that this component defines");
    }
  }

  private static FuncEntity lift(Canon.Lift c, Scope scope) {
    TypeNode node = Externs.func(c.type(), scope);
    FuncShape type = (FuncShape) node.shape();
    OptionRules options = new OptionRules(c.options(), scope);
    boolean async = options.async(type);
    CoreType pointer = options.pointer();
    List<CoreType> params = Flat.of(params(type), pointer, scope.session());
    List<CoreType> results = Flat.of(type.result().stream().toList(), pointer, scope.session());
    boolean spilledParams = params.size() > FlatTypes.MAX_PARAMS;
    int maxResults = async ? FlatTypes.MAX_PARAMS : FlatTypes.MAX_RESULTS;
    boolean pointerParams = params(type).stream().anyMatch(p -> p.facts().pointer());
    boolean pointerResult = type.result().filter(r -> r.facts().pointer()).isPresent();
    if (pointerParams || spilledParams || pointerResult || results.size() > maxResults) {
      options.needMemory();
    }
    if (pointerParams || spilledParams) {
      options.needRealloc();
    }
    List<CoreType> flatResults;
    if (async) {
      flatResults = options.hasCallback() ? List.of(CoreType.I32) : List.of();
    } else {
      flatResults = results.size() > FlatTypes.MAX_RESULTS ? List.of(pointer) : results;
    }
    ExternType.FuncType expected =
        new ExternType.FuncType(spilledParams ? List.of(pointer) : params, flatResults);
    CoreMatching.exact("the core function", scope.spaces.coreFuncs.get(c.func()), expected);
    options.lifting(async, flatResults);
    return new FuncEntity(node);
  }

  private static ExternType.FuncType lower(Canon.Lower c, Scope scope) {
    FuncShape type = scope.spaces.funcs.get(c.func()).shape();
    OptionRules options = new OptionRules(c.options(), scope);
    boolean async = options.async(type);
    options.notLifting();
    CoreType pointer = options.pointer();
    List<CoreType> params = new ArrayList<>(Flat.of(params(type), pointer, scope.session()));
    List<CoreType> results = Flat.of(type.result().stream().toList(), pointer, scope.session());
    boolean spilledParams =
        params.size() > (async ? FlatTypes.MAX_ASYNC_PARAMS : FlatTypes.MAX_PARAMS);
    boolean spilledResults = results.size() > (async ? 0 : FlatTypes.MAX_RESULTS);
    boolean pointerResult = type.result().filter(r -> r.facts().pointer()).isPresent();
    if (spilledParams
        || spilledResults
        || pointerResult
        || params(type).stream().anyMatch(p -> p.facts().pointer())) {
      options.needMemory();
    }
    if (pointerResult) {
      options.needRealloc();
    }
    if (spilledParams) {
      params = new ArrayList<>(List.of(pointer));
    }
    if (spilledResults) {
      params.add(pointer);
    }
    if (async) {
      return CoreMatching.func(params, CoreType.I32);
    }
    return new ExternType.FuncType(params, spilledResults ? List.of() : results);
  }

  private static List<TypeNode> params(FuncShape type) {
    return type.params().stream().map(ValueShape.Field::type).toList();
  }

  private static ExternType.FuncType taskReturn(Canon.TaskReturn c, Scope scope) {
    OptionRules options = new OptionRules(c.options(), scope);
    for (CanonOptions.Option option : c.options().list()) {
      if (!(option instanceof CanonOptions.MemoryOption
          || option instanceof CanonOptions.Encoding)) {
        throw new Invalid("option " + option.name() + " is not allowed here");
      }
    }
    List<TypeNode> result = c.result().map(r -> Types.value(r, scope)).stream().toList();
    if (result.stream().anyMatch(r -> r.facts().borrow())) {
      throw new Invalid("unexpected borrow in a result");
    }
    List<CoreType> flat = Flat.of(result, options.pointer(), scope.session());
    boolean spilled = flat.size() > FlatTypes.MAX_PARAMS;
    if (spilled || result.stream().anyMatch(r -> r.facts().pointer())) {
      options.needMemory();
    }
    return CoreMatching.func(spilled ? List.of(options.pointer()) : flat);
  }
}
