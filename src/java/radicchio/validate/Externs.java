package radicchio.validate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.component.ExternDesc;
import radicchio.component.ExternName;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.ComponentTemplate;
import radicchio.validate.type.ComponentTemplate.ComponentEntity;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.CoreModuleEntity;
import radicchio.validate.type.Entity.FuncEntity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.InstanceTemplate;
import radicchio.validate.type.Matching;
import radicchio.validate.type.Resource;
import radicchio.validate.type.Shape;
import radicchio.validate.type.ShapeFacts;
import radicchio.validate.type.TypeNode;

/** Evaluates imports and exports by their types ({@code externtype}). */
final class Externs implements ExternDesc.Cases<Entity> {
  private final Scope scope;
  private final Optional<Entity> actual;

  private Externs(Scope scope, Optional<Entity> actual) {
    this.scope = scope;
    this.actual = actual;
  }

  /**
   * Evaluates an import, adds it to the imports and appends it to its index space. Returns its index.
   *
   * @param args the arguments of the scope's imports; if empty, each import represents itself
   */
  static int define(
      List<Named> imports,
      ExternName name,
      ExternDesc type,
      Scope scope,
      Optional<Map<String, Entity>> args) {
    Optional<Entity> actual = args.map(all -> argument(name, all));
    Entity entity = entity(type, scope, actual);
    actual.ifPresent(given -> new Matching(scope.session()).match(given, entity));
    scope.imports.take(name, entity);
    scope.visibility.importing(entity);
    imports.add(new Named(name, entity));
    scope.extend(entity);
    return scope.spaces.define(entity);
  }

  private static Entity argument(ExternName name, Map<String, Entity> args) {
    Entity given = args.get(name.text());
    if (given == null) {
      throw new Invalid("missing argument");
    }
    return given;
  }

  /**
   * Returns an entity of the written type.
   *
   * @param actual the argument that takes its place, whose resources it must have; whether it matches is not checked here
   */
  static Entity entity(ExternDesc desc, Scope scope, Optional<Entity> actual) {
    return desc.match(new Externs(scope, actual));
  }

  @Override
  public Entity on(ExternDesc.CoreModuleDesc desc) {
    return new CoreModuleEntity(CoreTypes.module(desc.type(), scope));
  }

  @Override
  public Entity on(ExternDesc.FuncDesc desc) {
    return new FuncEntity(func(desc.type(), scope));
  }

  @Override
  public Entity on(ExternDesc.ValueEqDesc desc) {
    throw IndexSpaces.unsupportedValue();
  }

  @Override
  public Entity on(ExternDesc.ValueDesc desc) {
    throw IndexSpaces.unsupportedValue();
  }

  @Override
  public Entity on(ExternDesc.TypeEqDesc desc) {
    TypeNode type = scope.spaces.types.get(desc.type());
    return new TypeEntity(
        actualType().map(a -> TypeNode.alias(type, a)).orElse(TypeNode.alias(type)));
  }

  @Override
  public Entity on(ExternDesc.SubResourceDesc desc) {
    return new TypeEntity(resource(actualType()));
  }

  @Override
  public Entity on(ExternDesc.ComponentDesc desc) {
    return new ComponentEntity(component(desc.type(), scope));
  }

  @Override
  public Entity on(ExternDesc.InstanceDesc desc) {
    return instance(desc.type(), scope)
        .open(
            actual.filter(InstanceEntity.class::isInstance).map(InstanceEntity.class::cast),
            scope.session());
  }

  private Optional<TypeNode> actualType() {
    return actual.filter(TypeEntity.class::isInstance).map(e -> ((TypeEntity) e).type());
  }

  private static TypeNode resource(Optional<TypeNode> actual) {
    return actual
        .filter(type -> type.shape() instanceof Shape.ResourceShape)
        .map(TypeNode::alias)
        .orElseGet(() -> ShapeFacts.node(new Shape.ResourceShape(new Resource(new Object()))));
  }

  /** Returns the function type with an index. */
  static TypeNode func(int index, Scope scope) {
    TypeNode type = scope.spaces.types.get(index);
    if (type.shape() instanceof FuncShape) {
      return type;
    }
    throw new Invalid(
        "type " + index + " is " + type.shape().noun() + ", expected a function type");
  }

  private static ComponentTemplate component(int index, Scope scope) {
    TypeNode type = scope.spaces.types.get(index);
    if (type.shape() instanceof ComponentTemplate.ComponentShape s) {
      return s.template();
    }
    throw new Invalid(
        "type " + index + " is " + type.shape().noun() + ", expected a component type");
  }

  private static InstanceTemplate instance(int index, Scope scope) {
    TypeNode type = scope.spaces.types.get(index);
    if (type.shape() instanceof InstanceTemplate.InstanceShape s) {
      return s.template();
    }
    throw new Invalid(
        "type " + index + " is " + type.shape().noun() + ", expected an instance type");
  }
}
