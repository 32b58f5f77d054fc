package radicchio.abi;

import java.util.IdentityHashMap;
import java.util.Map;
import radicchio.component.ResourceType;

/**
 * One call's arguments, or one result, being read: which handles were offered so far. Used by one thread for
 * one call. A handle that is given away cannot be offered a second time in the same call, not even lent, as
 * it would no longer be there when its turn comes to be lowered.
 */
public final class Reading {
  private enum Offer { OWN, BORROW }

  private Map<ResourceHandle, Offer> offers = Map.of();

  /**
   * Checks that a handle can be given away as an {@code own} of the type, and remembers that it is.
   *
   * @return the staged handle
   * @throws Refusal where it cannot
   */
  public ResourceHandle own(ResourceType type, ResourceHandle handle) {
    handle.checkOwn(type);
    if (offers.containsKey(handle)) {
      throw Refusal.of(
          offers.get(handle) == Offer.OWN
              ? "this handle is given away already by an argument before it"
              : "this handle is lent already by an argument before it, and cannot be given away too");
    }
    return offer(handle, Offer.OWN);
  }

  /** Checks that a handle can be lent as a {@code borrow} of the type, and remembers that it is. */
  public ResourceHandle borrow(ResourceType type, ResourceHandle handle) {
    handle.checkBorrow(type);
    if (offers.get(handle) == Offer.OWN) {
      throw Refusal.of("this handle is given away already by an argument before it");
    }
    return offer(handle, Offer.BORROW);
  }

  private ResourceHandle offer(ResourceHandle handle, Offer offer) {
    if (offers.isEmpty()) {
      offers = new IdentityHashMap<>();
    }
    offers.put(handle, offer);
    return handle;
  }
}
