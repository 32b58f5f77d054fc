package radicchio.runtime.link;

import radicchio.validate.type.Entity.Named;

/** The source of a component's imports: the host, or the component that instantiates it. */
interface Imports {
  /**
   * Returns the argument of an import. Not called for a type that is not a resource.
   *
   * @param types the types of the importing component, with the resources bound so far
   */
  LinkedEntity resolve(Named wanted, BoundTypes types);

  /** Called before any code of the component runs. Throws if an import is missing. */
  void settle();
}
