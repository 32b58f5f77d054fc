package radicchio.abi.value;

import radicchio.component.ResourceType;

/**
 * A handle of the host. The checks run while arguments are read, so that a refused handle never starts a call. They change
 * nothing.
 */
public interface ResourceHandle {

  /**
   * Checks that the handle can be given away as an {@code own} of the type.
   *
   * @throws Refusal with the reason: of another type, of another instance, closed, given away, lent, borrowed
   */
  void checkOwn(ResourceType type);

  /** Checks that the handle can be lent as a {@code borrow} of the type, like {@link #checkOwn}. */
  void checkBorrow(ResourceType type);
}
