package radicchio.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Alias;
import radicchio.component.Declarator;
import radicchio.component.Declarator.ExportDecl;
import radicchio.component.DefType.ComponentTypeDef;
import radicchio.component.DefType.InstanceTypeDef;
import radicchio.component.Definition.CoreTypeDef;
import radicchio.component.Definition.Import;
import radicchio.component.Definition.TypeDef;
import radicchio.component.Sort;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentType;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Session;

/** Evaluates the declarators of the types of instances and components (Explainer.md, "Declarators"). */
final class Declarators implements Declarator.Cases<Integer> {
  private final Scope scope;
  private final Optional<Map<String, Entity>> args;
  private final Optional<InstanceEntity> actual;
  private final List<Named> imports = new ArrayList<>();
  private final List<Named> exports = new ArrayList<>();

  private Declarators(
      Scope scope, Optional<Map<String, Entity>> args, Optional<InstanceEntity> actual) {
    this.scope = scope;
    this.args = args;
    this.actual = actual;
  }

  /** Returns an instance of the type. Its exports have the resources of {@code actual}. */
  static InstanceEntity instance(
      InstanceTypeDef type, Scope scope, Optional<InstanceEntity> actual) {
    Declarators declarators = new Declarators(scope, Optional.empty(), actual);
    declarators.all(type.declarators());
    return InstanceEntity.of(declarators.exports);
  }

  /** Returns the imports and exports of a component of the type. */
  static ComponentType component(
      ComponentTypeDef type,
      Scope scope,
      Optional<Map<String, Entity>> args,
      Optional<InstanceEntity> actual) {
    Declarators declarators = new Declarators(scope, args, actual);
    declarators.all(type.declarators());
    return new ComponentType(declarators.imports, declarators.exports);
  }

  private void all(List<Declarator> declarators) {
    for (Declarator d : declarators) {
      scope.session().work(Session.DEFINITION);
      try {
        d.match(this);
      } catch (Invalid e) {
        throw e.in(d.match(new DefinitionPlace(scope.spaces::size))).at(d.offset());
      }
    }
  }

  @Override
  public Integer on(TypeDef d) {
    return scope.spaces.types.add(Types.node(d.type(), scope));
  }

  @Override
  public Integer on(CoreTypeDef d) {
    return scope.spaces.coreTypes.add(CoreTypes.entry(d.type(), scope));
  }

  @Override
  public Integer on(Import d) {
    return Externs.define(imports, d.name(), d.type(), scope, args);
  }

  @Override
  public Integer on(Alias alias) {
    boolean exported = alias instanceof Alias.OfExport;
    boolean allowed =
        exported
            ? alias.sort() == Sort.TYPE || alias.sort() == Sort.INSTANCE
            : alias instanceof Alias.Outer
                && (alias.sort() == Sort.TYPE || alias.sort() == Sort.CORE_TYPE);
    if (!allowed) {
      throw new Invalid(
          "expected an alias of an instance's exported type or instance, or of an outer type or core type,"
              + " got one of a "
              + alias.sort());
    }
    int index = Aliases.define(alias, scope);
    if (alias instanceof Alias.Outer o && o.sort() == Sort.TYPE && o.count() != 0) {
      scope.visibility.outside(scope.spaces.types.get(index));
    }
    return index;
  }

  @Override
  public Integer on(ExportDecl e) {
    Entity entity = Externs.entity(e.type(), scope, actual.flatMap(i -> i.export(e.name().text())));
    scope.exports.take(e.name(), entity);
    if (scope.kind() == Scope.Kind.COMPONENT_TYPE) {
      scope.visibility.exporting(entity);
    }
    exports.add(new Named(e.name(), entity));
    scope.extend(entity);
    return scope.spaces.define(entity);
  }
}
