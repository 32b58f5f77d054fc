package radicchio.runtime.link;

import java.util.Map;
import radicchio.validate.type.Entity.Named;

/** The source of a component's imports: the host, or the component that instantiates it. */
public interface Imports {
  /**
   * Returns the argument of an import. Not called for a type that is not a resource.
   *
   * @param types the types of the importing component, with the resources bound so far
   */
  LinkedEntity resolve(Named wanted, BoundTypes types);

  /**
   * Returns the imports of a component that this one instantiates.
   *
   * @param place the position of the definition that instantiates it
   * @param given the arguments, by the names of its imports
   */
  Imports ofNested(int place, ComponentCode nested, Map<String, LinkedEntity> given);

  /** Returns the name of each import that the host satisfies, with the name under which it supplied it. */
  default Map<String, String> satisfied() {
    return Map.of();
  }

  /** Called before any code of the component runs. Throws if an import is missing. */
  void settle();
}
