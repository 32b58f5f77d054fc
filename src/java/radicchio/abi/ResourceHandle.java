package radicchio.abi;

import radicchio.component.ResourceType;

/**
 * A handle in the host's hands. The checks are made while arguments are read, so that a refused handle never
 * starts a call; they change nothing.
 */
public interface ResourceHandle {

  /**
   * Refuses to be given away as an {@code own} of the type.
   *
   * @throws Refusal saying why: of another type, of another instance, closed, given away, lent, borrowed
   */
  void checkOwn(ResourceType type);

  /** Refuses to be lent as a {@code borrow} of the type, as {@link #checkOwn} does. */
  void checkBorrow(ResourceType type);
}
