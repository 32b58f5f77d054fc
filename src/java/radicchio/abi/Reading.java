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
  private record Offer(ResourceType type, boolean own, int argument) {}

  private Map<ResourceHandle, Offer> offers = Map.of();
  private int argument;

  /** The position of the argument that is being read, or that {@link #confirm} refused. */
  int argument() {
    return argument;
  }

  /** The next argument is going to be read. */
  void next() {
    argument++;
  }

  /**
   * Checks that a handle can be given away as an {@code own} of the type, and remembers that it is.
   *
   * @return the staged handle
   * @throws Refusal where it cannot
   */
  public ResourceHandle own(ResourceType type, ResourceHandle handle) {
    handle.checkOwn(type);
    Offer before = offers.get(handle);
    if (before != null) {
      throw Refusal.of(
          before.own()
              ? "this handle is given away already by an argument before it"
              : "this handle is lent already by an argument before it, and cannot be given away too");
    }
    return offer(handle, new Offer(type, true, argument));
  }

  /** Checks that a handle can be lent as a {@code borrow} of the type, and remembers that it is. */
  public ResourceHandle borrow(ResourceType type, ResourceHandle handle) {
    handle.checkBorrow(type);
    Offer before = offers.get(handle);
    if (before != null && before.own()) {
      throw Refusal.of("this handle is given away already by an argument before it");
    }
    return offer(handle, new Offer(type, false, argument));
  }

  private ResourceHandle offer(ResourceHandle handle, Offer offer) {
    if (offers.isEmpty()) {
      offers = new IdentityHashMap<>();
    }
    offers.put(handle, offer);
    return handle;
  }

  /**
   * Checks once more what was offered: values that came after it may have closed it, as they were looked at.
   *
   * @throws Refusal where that is so, {@link #argument} then being its position
   */
  void confirm() {
    offers.forEach(
        (handle, offer) -> {
          argument = offer.argument();
          if (offer.own()) {
            handle.checkOwn(offer.type());
          } else {
            handle.checkBorrow(offer.type());
          }
        });
  }
}
