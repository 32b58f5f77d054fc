package radicchio.abi;

import java.util.ArrayList;
import java.util.List;
import radicchio.component.ResourceType;

/**
 * One call's arguments, or one result, being read: which handles were offered so far. Used by one thread for
 * one call. A handle that is given away cannot be offered a second time in the same call, not even lent, as
 * it would no longer be there when its turn comes to be lowered.
 */
public final class Reading {
  private record Offer(ResourceHandle handle, boolean own) {}

  private final List<Offer> offers = new ArrayList<>(2);

  /**
   * Checks that a value can be given away as an {@code own} of the type, and remembers that it is.
   *
   * @return the staged handle
   * @throws Refusal where it cannot
   */
  public ResourceHandle own(ResourceType type, ResourceHandle handle) {
    handle.checkOwn(type);
    return offer(handle, true);
  }

  /** Checks that a value can be lent as a {@code borrow} of the type, and remembers that it is. */
  public ResourceHandle borrow(ResourceType type, ResourceHandle handle) {
    handle.checkBorrow(type);
    return offer(handle, false);
  }

  private ResourceHandle offer(ResourceHandle handle, boolean own) {
    for (Offer earlier : offers) {
      if (earlier.handle() == handle && (own || earlier.own())) {
        throw Refusal.of(
            earlier.own()
                ? "this handle is given away already by an argument before it"
                : "this handle is lent already by an argument before it, and cannot be given away too");
      }
    }
    offers.add(new Offer(handle, own));
    return handle;
  }
}
