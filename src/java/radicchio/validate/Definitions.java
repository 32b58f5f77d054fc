package radicchio.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Alias;
import radicchio.component.Canon;
import radicchio.component.Component;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.component.Definition;
import radicchio.component.Definition.CoreArg;
import radicchio.component.Definition.CoreInlineExport;
import radicchio.component.Definition.CoreInlineInstance;
import radicchio.component.Definition.CoreInstantiate;
import radicchio.component.Definition.InlineExport;
import radicchio.component.Definition.InlineInstance;
import radicchio.component.Definition.Instantiate;
import radicchio.component.ExternDesc;
import radicchio.engine.ExternType;
import radicchio.error.ForeignText;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Extent;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.ComponentTemplate.ComponentEntity;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.Matching;
import radicchio.validate.type.Session;
import radicchio.validate.type.TypeNode;

/** Evaluates the definitions of a component, in order. */
final class Definitions implements Definition.Cases<Integer> {
  private final Scope scope;
  private final Optional<Map<String, Entity>> args;
  private final List<Named> imports = new ArrayList<>();
  private final List<Named> exports = new ArrayList<>();

  /** The index of each definition so far, in the index space that it is appended to. */
  private final List<Integer> indices = new ArrayList<>();

  /**
   * @param args the arguments of the imports; if empty, each import represents itself
   */
  Definitions(Scope scope, Optional<Map<String, Entity>> args) {
    this.scope = scope;
    this.args = args;
  }

  /** Evaluates a component alone: each of its imports represents itself. */
  static TypedComponent typed(Component component, Scope scope) {
    Definitions definitions = new Definitions(scope, Optional.empty());
    ComponentType type = definitions.all(component);
    return new TypedComponent(
        component, type, definitions.indices, scope.spaces, scope.insides()::typed);
  }

  ComponentType all(Component component) {
    for (Definition d : component.definitions()) {
      scope.session().work(Session.DEFINITION);
      try {
        indices.add(d.match(this));
      } catch (Invalid e) {
        throw e.in(d.match(new DefinitionPlace(scope.spaces::size))).at(d.offset());
      }
    }
    return new ComponentType(imports, exports);
  }

  @Override
  public Integer on(Definition.TypeDef d) {
    return scope.spaces.types.add(Types.node(d.type(), scope));
  }

  @Override
  public Integer on(Alias d) {
    return Aliases.define(d, scope);
  }

  @Override
  public Integer on(Canon d) {
    return Canons.define(d, scope);
  }

  @Override
  public Integer on(Definition.Import d) {
    return Externs.define(imports, d.name(), d.type(), scope, args);
  }

  @Override
  public Integer on(Definition.CoreModuleDef d) {
    return scope.spaces.coreModules.add(scope.session().moduleType(d));
  }

  @Override
  public Integer on(Definition.CoreTypeDef d) {
    return scope.spaces.coreTypes.add(CoreTypes.entry(d.type(), scope));
  }

  @Override
  public Integer on(CoreInstantiate d) {
    return scope.spaces.coreInstances.add(instantiate(d));
  }

  @Override
  public Integer on(CoreInlineInstance d) {
    return scope.spaces.coreInstances.add(bundle(d));
  }

  @Override
  public Integer on(Component.ComponentDef d) {
    return scope.spaces.components.add(
        new ComponentEntity(scope.insides().component(d.component(), scope)));
  }

  @Override
  public Integer on(Instantiate d) {
    return scope.spaces.instances.add(instantiate(d));
  }

  @Override
  public Integer on(InlineInstance d) {
    return scope.spaces.instances.add(bundle(d));
  }

  @Override
  public Integer on(Definition.Start d) {
    throw IndexSpaces.unsupportedValue();
  }

  @Override
  public Integer on(Definition.ValueDef d) {
    throw IndexSpaces.unsupportedValue();
  }

  @Override
  public Integer on(Definition.Export e) {
    Entity given = scope.spaces.entity(e.what());
    Entity entity = given;
    if (e.type().isPresent()) {
      entity = Externs.entity(e.type().get(), scope, Optional.of(given));
      new Matching(scope.session()).match(given, entity);
      if (e.type().get() instanceof ExternDesc.SubResourceDesc) {
        entity = new TypeEntity(TypeNode.abstracted(((TypeEntity) given).type()));
      }
    } else if (given instanceof TypeEntity t) {
      entity = new TypeEntity(TypeNode.alias(t.type()));
    }
    scope.exports.take(e.name(), entity);
    scope.visibility.exporting(entity);
    exports.add(new Named(e.name(), entity));
    scope.extend(entity);
    return scope.spaces.define(entity);
  }

  private InstanceEntity instantiate(Instantiate i) {
    Map<String, Entity> given = new HashMap<>();
    for (Definition.Arg arg : i.args()) {
      if (given.putIfAbsent(arg.name(), scope.spaces.entity(arg.what())) != null) {
        throw new Invalid("duplicate argument " + ForeignText.quoted(arg.name()));
      }
    }
    ComponentTemplate template = scope.spaces.components.get(i.component()).template();
    return InstanceEntity.of(
        template.evaluate(Optional.of(given), Optional.empty(), scope.session()).exports());
  }

  private InstanceEntity bundle(InlineInstance i) {
    Names names = Names.ofBundle();
    List<Named> bundled = new ArrayList<>();
    for (InlineExport e : i.exports()) {
      Entity entity = scope.spaces.entity(e.what());
      try {
        names.take(e.name(), entity);
      } catch (Invalid invalid) {
        throw invalid.in("export " + ForeignText.quoted(e.name().text()));
      }
      bundled.add(new Named(e.name(), entity));
    }
    return InstanceEntity.of(bundled);
  }

  private Map<String, ExternType> instantiate(CoreInstantiate i) {
    CoreModuleType module = scope.spaces.coreModules.get(i.module());
    Map<String, Map<String, ExternType>> given = new HashMap<>();
    for (CoreArg arg : i.args()) {
      if (given.putIfAbsent(arg.name(), scope.spaces.coreInstances.get(arg.instance())) != null) {
        throw new Invalid("duplicate argument " + ForeignText.quoted(arg.name()));
      }
    }
    for (CoreImport wanted : module.imports()) {
      satisfy(wanted, given);
    }
    Map<String, ExternType> exports = new LinkedHashMap<>();
    for (CoreExport e : module.exports()) {
      exports.put(e.name(), e.type());
    }
    scope.session().work(exports.size() + module.imports().size());
    return exports;
  }

  private void satisfy(CoreImport wanted, Map<String, Map<String, ExternType>> given) {
    Map<String, ExternType> instance = given.get(wanted.module());
    if (instance == null) {
      throw new Invalid(
          "missing argument "
              + ForeignText.quoted(wanted.module())
              + ", from which the module imports");
    }
    String name =
        "import " + ForeignText.quoted(wanted.module()) + " " + ForeignText.quoted(wanted.name());
    ExternType type = instance.get(wanted.name());
    if (type == null) {
      throw new Invalid(name + ": missing export of the argument");
    }
    new CoreMatching(scope.session().coreSubtyping()).extern(name, type, wanted.type());
  }

  private Map<String, ExternType> bundle(CoreInlineInstance i) {
    Map<String, ExternType> exports = new LinkedHashMap<>();
    Extent extent = Extent.LEAF;
    for (CoreInlineExport e : i.exports()) {
      if (exports.put(e.name(), scope.spaces.coreExtern(e.what())) != null) {
        throw new Invalid("duplicate export " + ForeignText.quoted(e.name()));
      }
      extent = extent.with(Extent.of(exports.get(e.name())));
    }
    return exports;
  }
}
