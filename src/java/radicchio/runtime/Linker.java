package radicchio.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.abi.CanonicalOptions;
import radicchio.abi.Realloc;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.ResourceType;
import radicchio.component.Sort;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.Extern;
import radicchio.engine.ExternType;
import radicchio.engine.Func;
import radicchio.engine.HostFunc;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Instantiates one component: walks its definitions in order, each of which appends to an index space
 * (Explainer.md, "Component Definitions"). Runs within an entrance of the store.
 */
final class Linker implements Definition.Cases<Integer> {
  private final ComponentCode code;
  private final ComponentInstance instance;
  private final Imports imports;
  private final LinkScope scope;
  private final CoreStore store;
  private final CoreBuiltins builtins;
  private final Map<String, LinkedEntity> exports = new LinkedHashMap<>();

  /** Which definition is next, by its place in the component. */
  private int place;

  private Linker(ComponentCode code, ComponentInstance instance, LinkScope outer, Imports imports) {
    this.code = code;
    this.instance = instance;
    this.imports = imports;
    this.scope = new LinkScope(outer);
    this.store = instance.root().store();
    this.builtins = new CoreBuiltins(instance);
  }

  /** Where a component's imports come from: the host, or the component that instantiates it. */
  interface Imports {
    /** What is given for an import; {@code scope} knows what its type refers to. */
    LinkedEntity resolve(Definition.Import wanted, LinkScope scope);

    /** Called before anything of the component runs: all imports so far must be there. */
    void settle();
  }

  /**
   * Instantiates a component.
   *
   * @param outer the scope in which it was defined; null for a root component
   * @return its exports
   */
  static LinkedEntity.InstanceEntity link(
      ComponentCode code, ComponentInstance instance, LinkScope outer, Imports imports) {
    Linker linker = new Linker(code, instance, outer, imports);
    List<Definition> definitions = code.component().definitions();
    for (Definition definition : definitions) {
      definition.match(linker);
      linker.place++;
    }
    imports.settle();
    return new LinkedEntity.InstanceEntity(linker.exports);
  }

  @Override
  public Integer on(Definition.CoreModuleDef d) {
    return scope.add(Sort.CORE_MODULE, new LinkedEntity.ModuleEntity(code.module(place)));
  }

  @Override
  public Integer on(Definition.CoreInstantiate d) {
    return scope.add(instantiate(d));
  }

  @Override
  public Integer on(Definition.CoreInlineInstance d) {
    return scope.add(bundle(d));
  }

  @Override
  public Integer on(Definition.CoreTypeDef d) {
    return scope.add(d.type());
  }

  @Override
  public Integer on(Definition.ComponentDef d) {
    return scope.add(
        Sort.COMPONENT, new LinkedEntity.ComponentEntity(code.component(place), scope));
  }

  @Override
  public Integer on(Definition.Instantiate d) {
    return scope.add(Sort.INSTANCE, instantiate(d));
  }

  @Override
  public Integer on(Definition.InlineInstance d) {
    return scope.add(Sort.INSTANCE, bundle(d));
  }

  @Override
  public Integer on(Alias d) {
    return d.match(new Aliasing());
  }

  @Override
  public Integer on(Definition.TypeDef d) {
    return scope.add(Sort.TYPE, type(d.type()));
  }

  @Override
  public Integer on(Canon d) {
    return d.match(new Canonical());
  }

  @Override
  public Integer on(Definition.Import d) {
    return scope.add(d.type().sort(), imports.resolve(d, scope));
  }

  @Override
  public Integer on(Definition.Export d) {
    return export(d);
  }

  @Override
  public Integer on(Definition.Start d) {
    throw unsupportedValue();
  }

  @Override
  public Integer on(Definition.ValueDef d) {
    throw unsupportedValue();
  }

  private static RadicchioException unsupportedValue() {
    return RadicchioException.of(
        ErrorKind.INVALID, "values and start functions of components are not supported");
  }

  // Core instances

  private LinkScope.CoreExports instantiate(Definition.CoreInstantiate definition) {
    imports.settle();
    instance.root().countInstance();
    CoreModule module = scope.module(definition.module()).module();
    Map<String, LinkScope.CoreExports> given = new LinkedHashMap<>();
    for (Definition.CoreArg arg : definition.args()) {
      given.put(arg.name(), scope.coreInstance(arg.instance()));
    }
    List<Extern> externs = new ArrayList<>(module.imports().size());
    for (CoreModule.Import wanted : module.imports()) {
      externs.add(coreImport(wanted, Optional.ofNullable(given.get(wanted.module()))));
    }
    return LinkScope.CoreExports.of(store.instantiate(module, externs));
  }

  private static Extern coreImport(
      CoreModule.Import wanted, Optional<LinkScope.CoreExports> given) {
    return given
        .flatMap(g -> g.export(wanted.name()))
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.INVALID,
                    "a core module inside the component imports "
                        + ForeignText.quoted(wanted.module())
                        + " "
                        + ForeignText.quoted(wanted.name())
                        + ", and the component does not give it"));
  }

  private LinkScope.CoreExports bundle(Definition.CoreInlineInstance definition) {
    Map<String, Extern> bundle = new LinkedHashMap<>();
    for (Definition.CoreInlineExport export : definition.exports()) {
      bundle.put(export.name(), scope.core(export.what().sort(), export.what().index()));
    }
    return LinkScope.CoreExports.of(bundle);
  }

  // Instances

  private LinkedEntity.InstanceEntity instantiate(Definition.Instantiate definition) {
    imports.settle();
    LinkedEntity.ComponentEntity component = scope.component(definition.component());
    Map<String, LinkedEntity> given = new LinkedHashMap<>();
    for (Definition.Arg arg : definition.args()) {
      given.put(arg.name(), scope.entity(arg.what().sort(), arg.what().index()));
    }
    return link(component.code(), instance.child(), component.definedIn(), new GivenImports(given));
  }

  private LinkedEntity.InstanceEntity bundle(Definition.InlineInstance definition) {
    Map<String, LinkedEntity> bundle = new LinkedHashMap<>();
    for (Definition.InlineExport export : definition.exports()) {
      bundle.put(export.name().text(), scope.entity(export.what().sort(), export.what().index()));
    }
    return new LinkedEntity.InstanceEntity(bundle);
  }

  private int export(Definition.Export definition) {
    LinkedEntity what = scope.entity(definition.what().sort(), definition.what().index());
    exports.put(definition.name().text(), what);
    return scope.add(definition.what().sort(), what);
  }

  // Aliases

  /** Appends what an alias stands for; its index. */
  private final class Aliasing implements Alias.Cases<Integer> {
    @Override
    public Integer on(Alias.OfExport a) {
      return scope.add(a.sort(), exported(scope.instance(a.instance()), a.name()));
    }

    @Override
    public Integer on(Alias.OfCoreExport a) {
      return scope.add(
          a.sort(),
          scope.coreInstance(a.instance()).export(a.name()).orElseThrow(() -> noExport(a.name())));
    }

    @Override
    public Integer on(Alias.Outer a) {
      return scope.addOuter(a.sort(), a.count(), a.index());
    }
  }

  /** An export of an instance, which validation has found to be there. */
  static LinkedEntity exported(LinkedEntity.InstanceEntity instance, String name) {
    return Optional.ofNullable(instance.exports().get(name)).orElseThrow(() -> noExport(name));
  }

  private static RadicchioException noExport(String name) {
    return RadicchioException.of(
        ErrorKind.INVALID,
        "an alias names the export " + ForeignText.quoted(name) + ", which is not there");
  }

  // TypeResolution

  private TypeEntity type(DefType type) {
    return type instanceof DefType.ResourceDef resource
        ? new TypeEntity.Resource(
            new GuestResource(code.resourceName(place), instance, func(resource.destructor())))
        : new TypeEntity.Defined(type, scope);
  }

  // Canonical definitions

  /** Appends what a canonical definition makes; its index. */
  private final class Canonical implements Canon.Cases<Integer> {
    @Override
    public Integer on(Canon.Lift c) {
      return scope.add(Sort.FUNC, lift(c));
    }

    @Override
    public Integer on(Canon.Lower c) {
      return scope.add(Sort.CORE_FUNC, lower(c));
    }

    @Override
    public Integer on(Canon.ResourceNew c) {
      return core(CoreBuiltins.RESOURCE_NEW, builtins.resourceNew(resource(c.type())));
    }

    @Override
    public Integer on(Canon.ResourceRep c) {
      return core(CoreBuiltins.RESOURCE_REP, builtins.resourceRep(resource(c.type())));
    }

    @Override
    public Integer on(Canon.ResourceDrop c) {
      return core(CoreBuiltins.RESOURCE_DROP, builtins.resourceDrop(resource(c.type())));
    }

    @Override
    public Integer on(Canon.TaskReturn c) {
      throw Unsupported.builtin(c.name());
    }

    @Override
    public Integer on(Canon.Concurrent c) {
      throw Unsupported.builtin(c.name());
    }
  }

  private int core(ExternType.FuncType type, HostFunc body) {
    return scope.add(Sort.CORE_FUNC, store.function(type, body));
  }

  private LiftedFunction lift(Canon.Lift lift) {
    TypeEntity type = scope.type(lift.type());
    return new LiftedFunction(
        instance,
        func(lift.func()),
        func(lift.options().postReturn()),
        options(lift.options()),
        type,
        code.plans(place, type));
  }

  private Func lower(Canon.Lower lower) {
    ComponentFunction callee = scope.func(lower.func());
    PlanSource plans = code.plans(place, callee.type());
    CanonicalOptions options = options(lower.options());
    if (callee instanceof HostFunction f) {
      ExternType.FuncType type =
          f.refuses()
              ? Unsupported.loweredType(plans.get().type())
              : plans.get().host().loweredType();
      return store.function(type, builtins.lower(f, options, plans));
    }
    return store.function(
        plans.get().plain().loweredType(), builtins.lower((LiftedFunction) callee, options, plans));
  }

  private CanonicalOptions options(CanonOptions options) {
    return new CanonicalOptions(
        options.encoding(),
        options.memory().isPresent()
            ? Optional.of((Memory) scope.core(Sort.CORE_MEMORY, options.memory().getAsInt()))
            : Optional.empty(),
        func(options.realloc()).map(this::realloc));
  }

  private Realloc realloc(Func func) {
    return (oldPointer, oldByteLength, alignment, newByteLength) -> {
      instance.forbidLeaving();
      long[] result = func.call(oldPointer, oldByteLength, alignment, newByteLength);
      instance.allowLeaving();
      return (int) result[0];
    };
  }

  private Optional<Func> func(OptionalInt index) {
    return index.isPresent() ? Optional.of(func(index.getAsInt())) : Optional.empty();
  }

  private Func func(int index) {
    return (Func) scope.core(Sort.CORE_FUNC, index);
  }

  private ResourceType resource(int type) {
    return scope.type(type).resource();
  }
}
