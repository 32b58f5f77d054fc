package radicchio.runtime.link;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.component.FuncType;
import radicchio.component.ResourceType;
import radicchio.validate.Entity;
import radicchio.validate.Entity.InstanceEntity;
import radicchio.validate.Entity.Named;
import radicchio.validate.Entity.TypeEntity;
import radicchio.validate.Resource;
import radicchio.validate.Shape.FuncShape;
import radicchio.validate.Shape.ResourceShape;

/**
 * The types of one instantiation: those that validation found, with a resource type of run time for each resource.
 * Resources are bound while the component is linked; types are made of them then and later.
 */
public final class BoundTypes {
  private final Map<Resource, ResourceType> resources = new IdentityHashMap<>();

  /** Binds a resource that is not bound yet. */
  void bind(ResourceShape resource, ResourceType type) {
    resources.putIfAbsent(resource.identity(), type);
  }

  /**
   * Binds each resource of an entity to what it is at run time.
   *
   * @param typed what validation knows of it
   * @param linked what it is
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

  /** Whether something is there at run time for an entity, as for all but types that are not resources. */
  static boolean isLinked(Entity entity) {
    return !(entity instanceof TypeEntity) || resourceOf(entity).isPresent();
  }

  /** The resource that an entity is. */
  static Optional<ResourceShape> resourceOf(Entity entity) {
    return entity instanceof TypeEntity t && t.type().shape() instanceof ResourceShape r
        ? Optional.of(r)
        : Optional.empty();
  }

  /** The resource type that a resource is bound to. */
  Optional<ResourceType> find(ResourceShape resource) {
    return Optional.ofNullable(resources.get(resource.identity()));
  }

  /** The resource type of a resource, which is bound. */
  ResourceType of(ResourceShape resource) {
    return find(resource).orElseThrow(() -> new IllegalStateException("a resource is not bound"));
  }

  /** A function's type. Any thread may call it, after the component was linked. */
  FuncType of(FuncShape function) {
    return new ValueTypes(this::of).function(function);
  }
}
