package radicchio.runtime.link;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.component.FuncType;
import radicchio.component.ResourceType;
import radicchio.component.TypeRef;
import radicchio.component.ValType;
import radicchio.validate.TypedComponent;
import radicchio.validate.type.Entity;
import radicchio.validate.type.Entity.InstanceEntity;
import radicchio.validate.type.Entity.Named;
import radicchio.validate.type.Entity.TypeEntity;
import radicchio.validate.type.FuncShape;
import radicchio.validate.type.Resource;
import radicchio.validate.type.Shape.ResourceShape;

/**
 * The types of one instantiation: the types from validation, with a resource type of run time for each resource. Resources are
 * bound while the component is linked. Types can be made of them then and later.
 */
final class BoundTypes {
  private final Map<Resource, ResourceType> resources = new IdentityHashMap<>();

  /** Binds a resource that is not bound yet. */
  void bind(ResourceShape resource, ResourceType type) {
    resources.putIfAbsent(resource.identity(), type);
  }

  /**
   * Binds each resource of an entity to its resource type at run time.
   *
   * @param typed its type from validation
   * @param linked its value at run time
   */
  void bind(Entity typed, LinkedEntity linked) {
    if (resourceOf(typed).isPresent()) {
      bind(resourceOf(typed).get(), ((LinkedEntity.ResourceEntity) linked).type());
    } else if (typed instanceof InstanceEntity instance) {
      Map<String, LinkedEntity> exports = ((LinkedEntity.InstanceEntity) linked).exports();
      for (Named export : instance.exports().values()) {
        if (isLinked(export.entity())) {
          bind(export.entity(), exports.get(export.name().text()));
        }
      }
    }
  }

  /** Tests whether an entity has a value at run time, as all but types that are not resources. */
  static boolean isLinked(Entity entity) {
    return !(entity instanceof TypeEntity) || resourceOf(entity).isPresent();
  }

  /** Returns the resource of an entity, if it is one. */
  static Optional<ResourceShape> resourceOf(Entity entity) {
    return entity instanceof TypeEntity t && t.type().shape() instanceof ResourceShape r
        ? Optional.of(r)
        : Optional.empty();
  }

  /** Returns the resource type that a resource is bound to. */
  Optional<ResourceType> find(ResourceShape resource) {
    return Optional.ofNullable(resources.get(resource.identity()));
  }

  /** Returns the resource type of a bound resource. */
  ResourceType of(ResourceShape resource) {
    return find(resource).orElseThrow(() -> new IllegalStateException("a resource is not bound"));
  }

  /** Returns the type that a part of a definition names. */
  ValType of(TypeRef ref, TypedComponent component) {
    return ref.match(
        new TypeRef.Cases<>() {
          @Override
          public ValType on(TypeRef.Primitive primitive) {
            return primitive.type();
          }

          @Override
          public ValType on(TypeRef.Index index) {
            return at(index.index(), component);
          }
        });
  }

  /** Returns the value type with an index. */
  ValType at(int index, TypedComponent component) {
    return component.typeAt(index).shape().match(new ValueTypes(this::of));
  }

  /** Returns a function's type. Any thread may call it after the component was linked. */
  FuncType of(FuncShape function) {
    return new ValueTypes(this::of).function(function);
  }
}
