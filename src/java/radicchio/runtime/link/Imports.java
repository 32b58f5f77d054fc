package radicchio.runtime.link;

import radicchio.validate.Entity.Named;

/** Where a component's imports come from: the host, or the component that instantiates it. */
public interface Imports {
  /**
   * What is given for an import. A type that is not a resource is not asked for.
   *
   * @param types those of the component that imports it, with the resources so far bound
   */
  LinkedEntity resolve(Named wanted, BoundTypes types);

  /** Called before anything of the component runs: all imports so far must be there. */
  void settle();
}
