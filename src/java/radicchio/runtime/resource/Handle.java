package radicchio.runtime.resource;

import radicchio.abi.ResourceHandle;

/**
 * A handle of a resource in the host's hands. It is used by giving it to functions: lent to a
 * {@code borrow}, given away to an {@code own}. Who owns it closes it; use after that, or after it was given
 * away, is refused. Any thread may use it, one at a time.
 * It is not to be implemented elsewhere.
 */
public interface Handle extends ResourceHandle, AutoCloseable {

  /** The resource's name: {@code "canvas"}. */
  String resource();

  /** Whether it can still be used. */
  boolean isLive();

  /**
   * Ends the resource, where this handle owns it: a guest's destructor runs, a host's object is closed where
   * it can be. A second close, or one after the instance ended, does nothing; nor does closing a borrowed
   * handle, which ends with its call.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} where it is lent to a call that has not
   *     returned; {@code REENTERED} from a function that the handle's own instance called
   */
  @Override
  void close();
}
