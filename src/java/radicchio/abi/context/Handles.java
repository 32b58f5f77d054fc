package radicchio.abi.context;

import radicchio.component.ResourceType;

/**
 * The handle table of the instance that a call enters or leaves, with that call as the scope of its borrows (the
 * specification's {@code inst.handles} and {@code borrow_scope}). The implementation determines the form of a lifted
 * handle: an object for the host, or one that another instance's {@code Handles} lowers.
 */
public interface Handles {

  /** {@code lower_own}: adds the handle to the table and returns its index. The previous owner no longer owns it. */
  int lowerOwn(ResourceType type, Object handle);

  /** {@code lower_borrow}: returns an index, or the representation itself if the instance implements the type. */
  int lowerBorrow(ResourceType type, Object handle);

  /**
   * {@code lift_own}: removes the handle from the table.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not an own handle of this type, or that is
   *     lent
   */
  Object liftOwn(ResourceType type, int index);

  /**
   * {@code lift_borrow}: the handle stays in the table, and is lent until the call ends.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not a handle of this type
   */
  Object liftBorrow(ResourceType type, int index);

  /** Returns the streams, futures and error contexts of the same table. */
  Ends ends();
}
