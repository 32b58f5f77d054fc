package radicchio.runtime.resource;

import radicchio.abi.value.ResourceHandle;

/**
 * A handle of the host to a resource. Functions take it as an argument: lent to a {@code borrow}, given away to an {@code own}.
 * Its owner must close it. Using it after that, or after it was given away, is an error. Any thread may use it, one at a time.
 * Only this package implements it.
 */
public interface Handle extends ResourceHandle, AutoCloseable {

  /** Returns the resource's name: {@code "canvas"}. */
  String resource();

  /** Tests whether it can still be used. */
  boolean isLive();

  /**
   * Ends the resource if this handle owns it: runs a guest's destructor, or closes a host's object if it can be closed. Does
   * nothing the second time, or after the instance ended. Does nothing for a borrowed handle, which ends with its call.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} if it is lent to a call that has not returned; {@code REENTERED}
   *     from a function that the handle's own instance called
   */
  @Override
  void close();
}
