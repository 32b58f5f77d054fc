package radicchio.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import radicchio.abi.Options;
import radicchio.abi.Realloc;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.ResourceType;
import radicchio.component.Sort;
import radicchio.engine.CoreModule;
import radicchio.engine.Extern;
import radicchio.engine.ExternType;
import radicchio.engine.Func;
import radicchio.engine.HostFunc;
import radicchio.engine.Memory;
import radicchio.engine.Store;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * Instantiates one component: walks its definitions in order, each of which appends to an index space
 * (Explainer.md, "Component Definitions"). Runs within an entrance of the store.
 */
final class Linker {
  private final ComponentCode code;
  private final ComponentInstance instance;
  private final Imports imports;
  private final Scope scope;
  private final Store store;
  private final Builtins builtins;
  private final Map<String, Entity> exports = new LinkedHashMap<>();

  private Linker(ComponentCode code, ComponentInstance instance, Scope outer, Imports imports) {
    this.code = code;
    this.instance = instance;
    this.imports = imports;
    this.scope = new Scope(outer);
    this.store = instance.root().store();
    this.builtins = new Builtins(instance);
  }

  /** Where a component's imports come from: the host, or the component that instantiates it. */
  interface Imports {
    /** What is given for an import; {@code scope} knows what its type refers to. */
    Entity resolve(Definition.Import wanted, Scope scope);

    /** Called before anything of the component runs: all imports so far must be there. */
    void settle();
  }

  /**
   * Instantiates a component.
   *
   * @param outer the scope in which it was defined; null for a root component
   * @return its exports
   */
  static Entity.InstanceEntity link(
      ComponentCode code, ComponentInstance instance, Scope outer, Imports imports) {
    Linker linker = new Linker(code, instance, outer, imports);
    List<Definition> definitions = code.component().definitions();
    for (int place = 0; place < definitions.size(); place++) {
      linker.define(place, definitions.get(place));
    }
    imports.settle();
    return new Entity.InstanceEntity(linker.exports);
  }

  private void define(int place, Definition definition) {
    if (definition instanceof Definition.CoreModuleDef) {
      scope.add(Sort.CORE_MODULE, new Entity.ModuleEntity(code.module(place)));
    } else if (definition instanceof Definition.CoreInstantiate d) {
      scope.add(instantiate(d));
    } else if (definition instanceof Definition.CoreInlineInstance d) {
      scope.add(bundle(d));
    } else if (definition instanceof Definition.CoreTypeDef d) {
      scope.add(d.type());
    } else if (definition instanceof Definition.ComponentDef) {
      scope.add(Sort.COMPONENT, new Entity.ComponentEntity(code.component(place), scope));
    } else if (definition instanceof Definition.Instantiate d) {
      scope.add(Sort.INSTANCE, instantiate(d));
    } else if (definition instanceof Definition.InlineInstance d) {
      scope.add(Sort.INSTANCE, bundle(d));
    } else if (definition instanceof Alias d) {
      alias(d);
    } else if (definition instanceof Definition.TypeDef d) {
      scope.add(Sort.TYPE, type(place, d.type()));
    } else if (definition instanceof Canon d) {
      canon(place, d);
    } else if (definition instanceof Definition.Import d) {
      scope.add(d.type().sort(), imports.resolve(d, scope));
    } else if (definition instanceof Definition.Export d) {
      export(d);
    } else {
      throw RadicchioException.of(
          ErrorKind.INVALID, "values and start functions of components are not supported");
    }
  }

  // Core instances

  private Scope.CoreExports instantiate(Definition.CoreInstantiate definition) {
    imports.settle();
    instance.root().countInstance();
    CoreModule module = scope.module(definition.module()).module();
    Map<String, Scope.CoreExports> given = new LinkedHashMap<>();
    for (Definition.CoreArg arg : definition.args()) {
      given.put(arg.name(), scope.coreInstance(arg.instance()));
    }
    List<Extern> externs = new ArrayList<>(module.imports().size());
    for (CoreModule.Import wanted : module.imports()) {
      externs.add(coreImport(wanted, Optional.ofNullable(given.get(wanted.module()))));
    }
    return Scope.CoreExports.of(store.instantiate(module, externs));
  }

  private static Extern coreImport(CoreModule.Import wanted, Optional<Scope.CoreExports> given) {
    return given
        .flatMap(g -> g.export(wanted.name()))
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.INVALID,
                    "a core module inside the component imports "
                        + ForeignText.quoted(wanted.module()) + " " + ForeignText.quoted(wanted.name())
                        + ", and the component does not give it"));
  }

  private Scope.CoreExports bundle(Definition.CoreInlineInstance definition) {
    Map<String, Extern> bundle = new LinkedHashMap<>();
    for (Definition.CoreInlineExport export : definition.exports()) {
      bundle.put(export.name(), scope.core(export.what().sort(), export.what().index()));
    }
    return Scope.CoreExports.of(bundle);
  }

  // Instances

  private Entity.InstanceEntity instantiate(Definition.Instantiate definition) {
    imports.settle();
    Entity.ComponentEntity component = scope.component(definition.component());
    Map<String, Entity> given = new LinkedHashMap<>();
    for (Definition.Arg arg : definition.args()) {
      given.put(arg.name(), scope.entity(arg.what().sort(), arg.what().index()));
    }
    return link(component.code(), instance.child(), component.definedIn(), new GivenImports(given));
  }

  private Entity.InstanceEntity bundle(Definition.InlineInstance definition) {
    Map<String, Entity> bundle = new LinkedHashMap<>();
    for (Definition.InlineExport export : definition.exports()) {
      bundle.put(export.name().text(), scope.entity(export.what().sort(), export.what().index()));
    }
    return new Entity.InstanceEntity(bundle);
  }

  private void export(Definition.Export definition) {
    Entity what = scope.entity(definition.what().sort(), definition.what().index());
    exports.put(definition.name().text(), what);
    scope.add(definition.what().sort(), what);
  }

  // Aliases

  private void alias(Alias alias) {
    if (alias instanceof Alias.OfExport a) {
      scope.add(a.sort(), exported(scope.instance(a.instance()), a.name()));
    } else if (alias instanceof Alias.OfCoreExport a) {
      scope.add(
          a.sort(),
          scope.coreInstance(a.instance()).export(a.name()).orElseThrow(() -> noExport(a.name())));
    } else if (alias instanceof Alias.Outer a) {
      scope.addOuter(a.sort(), a.count(), a.index());
    }
  }

  /** An export of an instance, which validation has found to be there. */
  static Entity exported(Entity.InstanceEntity instance, String name) {
    return Optional.ofNullable(instance.exports().get(name)).orElseThrow(() -> noExport(name));
  }

  private static RadicchioException noExport(String name) {
    return RadicchioException.of(
        ErrorKind.INVALID, "an alias names the export " + ForeignText.quoted(name) + ", which is not there");
  }

  // Types

  private TypeEntity type(int place, DefType type) {
    return type instanceof DefType.ResourceDef resource
        ? new TypeEntity.Resource(
            new GuestResource(code.resourceName(place), instance, func(resource.destructor())))
        : new TypeEntity.Defined(type, scope);
  }

  // Canonical definitions

  private void canon(int place, Canon canon) {
    if (canon instanceof Canon.Lift c) {
      scope.add(Sort.FUNC, lift(place, c));
    } else if (canon instanceof Canon.Lower c) {
      scope.add(Sort.CORE_FUNC, lower(place, c));
    } else if (canon instanceof Canon.ResourceNew c) {
      core(Builtins.RESOURCE_NEW, builtins.resourceNew(resource(c.type())));
    } else if (canon instanceof Canon.ResourceRep c) {
      core(Builtins.RESOURCE_REP, builtins.resourceRep(resource(c.type())));
    } else if (canon instanceof Canon.ResourceDrop c) {
      core(Builtins.RESOURCE_DROP, builtins.resourceDrop(resource(c.type())));
    } else {
      throw Unsupported.builtin(canon.name());
    }
  }

  private void core(ExternType.FuncType type, HostFunc body) {
    scope.add(Sort.CORE_FUNC, store.function(type, body));
  }

  private LiftedFunction lift(int place, Canon.Lift lift) {
    TypeEntity type = scope.type(lift.type());
    return new LiftedFunction(
        instance,
        func(lift.func()),
        func(lift.options().postReturn()),
        options(lift.options()),
        type,
        code.plans(place, type));
  }

  private Func lower(int place, Canon.Lower lower) {
    ComponentFunction callee = scope.func(lower.func());
    PlanSource plans = code.plans(place, callee.type());
    Options options = options(lower.options());
    if (callee instanceof HostFunction f) {
      ExternType.FuncType type =
          f.refuses() ? Unsupported.loweredType(plans.get().type()) : plans.get().host().loweredType();
      return store.function(type, builtins.lower(f, options, plans));
    }
    return store.function(
        plans.get().plain().loweredType(), builtins.lower((LiftedFunction) callee, options, plans));
  }

  private Options options(CanonOptions options) {
    return new Options(
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
