package radicchio.runtime;

import java.util.Map;
import radicchio.engine.CoreModule;

/** Something of a component-level sort at run time: what an index of a component stands for. */
sealed interface Entity
    permits ComponentFunction, Entity.InstanceEntity, Entity.ComponentEntity, Entity.ModuleEntity, TypeEntity {

  /** A component instance as others see it: its exports, in order. */
  record InstanceEntity(Map<String, Entity> exports) implements Entity {}

  /** A component, with the scope in which it was defined, to which its outer aliases refer. */
  record ComponentEntity(ComponentCode code, Scope definedIn) implements Entity {}

  /** A core module. */
  record ModuleEntity(CoreModule module) implements Entity {}
}
