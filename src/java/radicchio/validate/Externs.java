package radicchio.validate;

import java.util.Map;
import java.util.Optional;
import radicchio.component.ExternDesc;
import radicchio.component.ExternName;
import radicchio.validate.Entity.ComponentEntity;
import radicchio.validate.Entity.CoreModuleEntity;
import radicchio.validate.Entity.FuncEntity;
import radicchio.validate.Entity.InstanceEntity;
import radicchio.validate.Entity.Named;
import radicchio.validate.Entity.TypeEntity;

/** Imports and exports by their types ({@code externtype}). */
final class Externs {
  private Externs() {}

  /**
   * Evaluates an import and appends it to its index space.
   *
   * @param args what the imports of the scope are given; where empty, nothing is and the import stands for itself
   */
  static Named importing(
      ExternName name, ExternDesc type, Scope scope, Optional<Map<String, Entity>> args) {
    Optional<Entity> actual = args.map(all -> argument(name, all));
    Entity entity = entity(type, scope, actual);
    actual.ifPresent(given -> new Matching(scope.session()).match(given, entity));
    scope.imports.take(name, entity);
    scope.visibility.importing(entity);
    scope.define(entity);
    return new Named(name, entity);
  }

  private static Entity argument(ExternName name, Map<String, Entity> args) {
    Entity given = args.get(name.text());
    if (given == null) {
      throw new Invalid("nothing is given for it");
    }
    return given;
  }

  /**
   * What has the type that is written.
   *
   * @param actual what takes its place, whose resources it is to have; whether it does is not checked here
   */
  static Entity entity(ExternDesc desc, Scope scope, Optional<Entity> actual) {
    if (desc instanceof ExternDesc.CoreModuleDesc d) {
      return new CoreModuleEntity(CoreTypes.module(d.type(), scope));
    } else if (desc instanceof ExternDesc.FuncDesc d) {
      return new FuncEntity(func(d.type(), scope));
    } else if (desc instanceof ExternDesc.TypeEqDesc d) {
      TypeNode type = scope.types.get(d.type());
      return new TypeEntity(actualType(actual).map(a -> TypeNode.alias(type, a)).orElse(TypeNode.alias(type)));
    } else if (desc instanceof ExternDesc.SubResourceDesc) {
      return new TypeEntity(resource(actualType(actual)));
    } else if (desc instanceof ExternDesc.ComponentDesc d) {
      return new ComponentEntity(component(d.type(), scope));
    } else if (desc instanceof ExternDesc.InstanceDesc d) {
      return instance(d.type(), scope)
          .open(actual.filter(InstanceEntity.class::isInstance).map(InstanceEntity.class::cast), scope.session());
    }
    throw Scope.unsupportedValue();
  }

  private static Optional<TypeNode> actualType(Optional<Entity> actual) {
    return actual.filter(TypeEntity.class::isInstance).map(e -> ((TypeEntity) e).type());
  }

  private static TypeNode resource(Optional<TypeNode> actual) {
    return actual
        .filter(type -> type.shape() instanceof Shape.ResourceShape)
        .map(TypeNode::alias)
        .orElseGet(() -> TypeNode.of(new Shape.ResourceShape(new Resource(new Object()))));
  }

  /** The function type of an index. */
  static TypeNode func(int index, Scope scope) {
    TypeNode type = scope.types.get(index);
    if (type.shape() instanceof Shape.FuncShape) {
      return type;
    }
    throw new Invalid("type " + index + " is " + type.shape().noun() + ", not a function type");
  }

  private static ComponentTemplate component(int index, Scope scope) {
    TypeNode type = scope.types.get(index);
    if (type.shape() instanceof Shape.ComponentShape s) {
      return s.template();
    }
    throw new Invalid("type " + index + " is " + type.shape().noun() + ", not a component type");
  }

  private static InstanceTemplate instance(int index, Scope scope) {
    TypeNode type = scope.types.get(index);
    if (type.shape() instanceof Shape.InstanceShape s) {
      return s.template();
    }
    throw new Invalid("type " + index + " is " + type.shape().noun() + ", not an instance type");
  }
}
