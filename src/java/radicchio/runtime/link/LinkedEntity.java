package radicchio.runtime.link;

import java.util.Map;
import radicchio.component.ResourceType;
import radicchio.engine.CoreModule;
import radicchio.runtime.task.ComponentFunction;

/**
 * Something of a component-level sort at run time: what an index of a component stands for. Of types only resources
 * are there; what another type is, validation knows.
 */
public sealed interface LinkedEntity
    permits LinkedEntity.FunctionEntity,
        LinkedEntity.InstanceEntity,
        LinkedEntity.ComponentEntity,
        LinkedEntity.ModuleEntity,
        LinkedEntity.ResourceEntity {

  /** A function. */
  record FunctionEntity(ComponentFunction function) implements LinkedEntity {}

  /** A component instance as others see it: its exports, in order. */
  record InstanceEntity(Map<String, LinkedEntity> exports) implements LinkedEntity {}

  /** A component, with the scope in which it was defined, to which its outer aliases refer. */
  record ComponentEntity(ComponentCode code, LinkScope definedIn) implements LinkedEntity {}

  /** A core module. */
  record ModuleEntity(CoreModule module) implements LinkedEntity {}

  /** A resource type. */
  record ResourceEntity(ResourceType type) implements LinkedEntity {}
}
