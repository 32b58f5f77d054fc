package radicchio.engine.chicory.store;

import radicchio.engine.Limits;

/** Something of a store that its host may reference, and that references guests' memory. */
interface Held {
  /** Releases the guests' memory: the store is closed, and no thread is in it. */
  void release();

  /** Adds its external references to the search. */
  default void search(ExternRefs.Search search) {}

  /** Returns its share of {@link Limits#totalMemory}. */
  default long heldBytes() {
    return 0;
  }
}
