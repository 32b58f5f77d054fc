package radicchio.abi;

import radicchio.component.ResourceType;

/**
 * The handle table of the instance that a call enters or leaves, with that call as the scope of its borrows
 * (the specification's {@code inst.handles} and {@code borrow_scope}). What a lifted handle is, is decided by
 * the implementation: an object for the host's hands, or one that another instance's {@code Handles} lowers.
 */
public interface Handles {

  /** For functions whose types hold no handles. */
  Handles NONE = new NoHandles();

  /** {@code lower_own}: adds the handle to the table, gives its index; the offerer no longer owns it. */
  int lowerOwn(ResourceType type, Object handle);

  /** {@code lower_borrow}: an index, or the representation itself where the instance implements the type. */
  int lowerBorrow(ResourceType type, Object handle);

  /**
   * {@code lift_own}: removes the handle from the table.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not an own handle of this
   *     type, or that is lent
   */
  Object liftOwn(ResourceType type, int index);

  /**
   * {@code lift_borrow}: the handle stays, lent until the call ends.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} for an index that is not a handle of this type
   */
  Object liftBorrow(ResourceType type, int index);
}
