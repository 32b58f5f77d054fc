package radicchio.runtime.link;

import java.util.Map;
import radicchio.component.ResourceType;
import radicchio.engine.CoreModule;
import radicchio.runtime.call.ComponentFunction;

/**
 * An entity of a component-level sort at run time: the value of an index in a component. Resources are the only types here;
 * validation has resolved the others.
 */
sealed interface LinkedEntity
    permits LinkedEntity.FunctionEntity,
        LinkedEntity.InstanceEntity,
        LinkScope.ComponentEntity,
        LinkedEntity.ModuleEntity,
        LinkedEntity.ResourceEntity {

  /** A function. */
  record FunctionEntity(ComponentFunction function) implements LinkedEntity {}

  /** The exports of a component instance, in order. */
  record InstanceEntity(Map<String, LinkedEntity> exports) implements LinkedEntity {}

  /** A core module. */
  record ModuleEntity(CoreModule module) implements LinkedEntity {}

  /** A resource type. */
  record ResourceEntity(ResourceType type) implements LinkedEntity {}
}
