package radicchio.runtime.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.Component;
import radicchio.component.DefType;
import radicchio.component.Definition;
import radicchio.component.Sort;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.Extern;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.ComponentFunction;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.task.InnerCalls;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Shape;

/**
 * Instantiates one component: evaluates its definitions in order, each of which is appended to an index space (Explainer.md,
 * "Component Definitions"). Runs inside an entrance of the store.
 */
public final class Linker implements Definition.Cases<Linker> {
  private final ComponentCode code;
  private final ComponentInstance instance;
  private final Imports imports;
  private final TypedComponent typed;
  private final BoundTypes types = new BoundTypes();
  private final LinkScope scope;
  private final CoreStore store;
  private final CanonLinker canons;
  private final Map<String, LinkedEntity> exports = new LinkedHashMap<>();

  /** The position of the next definition in the component. */
  private int place;

  private Linker(ComponentCode code, ComponentInstance instance, LinkScope outer, Imports imports) {
    this.code = code;
    this.typed = code.typed();
    this.instance = instance;
    this.imports = imports;
    this.scope = new LinkScope(outer);
    this.store = instance.store();
    this.canons = new CanonLinker(code, instance, types, scope);
  }

  /**
   * Instantiates a component that the host loaded.
   *
   * @param exports the functions that it exports
   * @return these functions, in the same order
   */
  public static List<ComponentFunction> link(
      ComponentCode code, ComponentInstance instance, Imports imports, FunctionExports exports) {
    return exports.of(link(code, instance, null, imports));
  }

  /**
   * Instantiates a component.
   *
   * @param outer the scope that defines it; null for a root component
   * @return its exports
   */
  private static LinkedEntity.InstanceEntity link(
      ComponentCode code, ComponentInstance instance, LinkScope outer, Imports imports) {
    Linker linker = new Linker(code, instance, outer, imports);
    for (Definition definition : linker.typed.component().definitions()) {
      definition.match(linker);
      linker.place++;
    }
    imports.settle();
    return new LinkedEntity.InstanceEntity(linker.exports);
  }

  @Override
  public Linker on(Definition.CoreModuleDef d) {
    return add(Sort.CORE_MODULE, new LinkedEntity.ModuleEntity(code.module(place)));
  }

  @Override
  public Linker on(Definition.CoreInstantiate d) {
    scope.add(instantiate(d));
    return this;
  }

  @Override
  public Linker on(Definition.CoreInlineInstance d) {
    scope.add(bundle(d));
    return this;
  }

  @Override
  public Linker on(Definition.CoreTypeDef d) {
    return this;
  }

  @Override
  public Linker on(Component.ComponentDef d) {
    return add(Sort.COMPONENT, new LinkScope.ComponentEntity(code.component(place), scope));
  }

  @Override
  public Linker on(Definition.Instantiate d) {
    return add(Sort.INSTANCE, instantiate(d));
  }

  @Override
  public Linker on(Definition.InlineInstance d) {
    return add(Sort.INSTANCE, bundle(d));
  }

  @Override
  public Linker on(Alias d) {
    return d.match(new Aliasing());
  }

  @Override
  public Linker on(Definition.TypeDef d) {
    if (d.type() instanceof DefType.ResourceDef resource) {
      types.bind(
          BoundTypes.resourceOf(typed.defined(place)).orElseThrow(),
          new GuestResource(
              code.resourceName(place), instance, scope.coreFunc(resource.destructor())));
    }
    return this;
  }

  @Override
  public Linker on(Canon d) {
    canons.define(place, d);
    return this;
  }

  @Override
  public Linker on(Definition.Import d) {
    Entity entity = typed.defined(place);
    if (!BoundTypes.isLinked(entity)) {
      return this;
    }
    LinkedEntity given = imports.resolve(new Named(d.name(), entity), types);
    types.bind(entity, given);
    return add(entity.sort(), given);
  }

  @Override
  public Linker on(Definition.Export d) {
    Optional<LinkedEntity> what = entity(d.what());
    if (what.isEmpty()) {
      return this;
    }
    types.bind(typed.defined(place), what.get());
    exports.put(d.name().text(), what.get());
    return add(d.what().sort(), what.get());
  }

  @Override
  public Linker on(Definition.Start d) {
    throw unsupportedValue();
  }

  @Override
  public Linker on(Definition.ValueDef d) {
    throw unsupportedValue();
  }

  /** Appends the value of a definition to its index space, except for types, whose index space validation has. */
  private Linker add(Sort sort, LinkedEntity entity) {
    if (sort != Sort.TYPE) {
      scope.add(sort, entity);
    }
    return this;
  }

  /** Returns the value of an index; empty for a type that is not a resource. */
  private Optional<LinkedEntity> entity(Definition.SortIndex what) {
    if (what.sort() != Sort.TYPE) {
      return Optional.of(scope.entity(what.sort(), what.index()));
    }
    return typed.typeAt(what.index()).shape() instanceof Shape.ResourceShape resource
        ? Optional.of(new LinkedEntity.ResourceEntity(types.of(resource)))
        : Optional.empty();
  }

  private static RadicchioException unsupportedValue() {
    return RadicchioException.of(
        ErrorKind.INVALID, "values and start functions of components are not supported");
  }

  // Core instances

  private LinkScope.CoreExports instantiate(Definition.CoreInstantiate definition) {
    imports.settle();
    instance.countInstance();
    CoreModule module = scope.module(definition.module()).module();
    Map<String, LinkScope.CoreExports> given = new LinkedHashMap<>();
    for (Definition.CoreArg arg : definition.args()) {
      given.put(arg.name(), scope.coreInstance(arg.instance()));
    }
    List<Extern> externs = new ArrayList<>(module.imports().size());
    for (CoreModule.Import wanted : module.imports()) {
      externs.add(coreImport(wanted, Optional.ofNullable(given.get(wanted.module()))));
    }
    return LinkScope.CoreExports.of(
        InnerCalls.run(instance, () -> store.instantiate(module, externs)));
  }

  private static Extern coreImport(
      CoreModule.Import wanted, Optional<LinkScope.CoreExports> given) {
    return given
        .flatMap(g -> g.export(wanted.name()))
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.INVALID,
                    "missing argument of a core module: it imports "
                        + ForeignText.quoted(wanted.module())
                        + " "
                        + ForeignText.quoted(wanted.name())));
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
    LinkScope.ComponentEntity component = scope.component(definition.component());
    Map<String, LinkedEntity> given = new LinkedHashMap<>();
    for (Definition.Arg arg : definition.args()) {
      entity(arg.what()).ifPresent(what -> given.put(arg.name(), what));
    }
    LinkedEntity.InstanceEntity made =
        link(
            component.code(),
            instance.child(component.code().mayBlock()),
            component.definedIn(),
            imports.ofNested(place, component.code(), given));
    types.bind(typed.defined(place), made);
    return made;
  }

  private LinkedEntity.InstanceEntity bundle(Definition.InlineInstance definition) {
    Map<String, LinkedEntity> bundle = new LinkedHashMap<>();
    for (Definition.InlineExport export : definition.exports()) {
      entity(export.what()).ifPresent(what -> bundle.put(export.name().text(), what));
    }
    return new LinkedEntity.InstanceEntity(bundle);
  }

  // Aliases

  /** Appends the target of an alias. Returns its index. */
  private final class Aliasing implements Alias.Cases<Linker> {
    @Override
    public Linker on(Alias.OfExport a) {
      return a.sort() == Sort.TYPE
          ? Linker.this
          : add(a.sort(), exported(scope.instance(a.instance()), a.name()));
    }

    @Override
    public Linker on(Alias.OfCoreExport a) {
      scope.add(
          a.sort(),
          scope.coreInstance(a.instance()).export(a.name()).orElseThrow(() -> noExport(a.name())));
      return Linker.this;
    }

    @Override
    public Linker on(Alias.Outer a) {
      if (a.sort() == Sort.COMPONENT || a.sort() == Sort.CORE_MODULE) {
        scope.addOuter(a.sort(), a.count(), a.index());
      }
      return Linker.this;
    }
  }

  /** Returns an export of an instance, whose existence validation has checked. */
  private static LinkedEntity exported(LinkedEntity.InstanceEntity instance, String name) {
    return Optional.ofNullable(instance.exports().get(name)).orElseThrow(() -> noExport(name));
  }

  private static RadicchioException noExport(String name) {
    return RadicchioException.of(
        ErrorKind.INVALID, "missing export " + ForeignText.quoted(name) + " of an alias");
  }
}
