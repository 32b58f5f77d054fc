package radicchio.abi.value;

import java.util.IdentityHashMap;
import java.util.Map;
import radicchio.component.ResourceType;
import radicchio.engine.Deadline;

/**
 * Reads the arguments, or the result, of one call. It records the handles that were passed so far, and the remaining
 * budget for sequences without a count. One thread uses it, for one call. A handle that is given away cannot be passed a
 * second time in the same call, not even lent, because it would no longer exist when the second one is lowered.
 */
public final class Reading {
  private record Offer(ResourceType type, boolean own, int argument) {}

  /** The number of elements between two checks of the deadline. */
  private static final int LOOK = 4096;

  private Map<ResourceHandle, Offer> offers = Map.of();
  private final long loweredBytes;
  private final Deadline deadline;
  private int elements;
  private long left;
  private int uncounted;
  private int argument;

  /**
   * @param loweredBytes the approximate most heap in bytes for elements of sequences without a count, including the
   *     contents of the elements
   */
  public Reading(long loweredBytes, Deadline deadline) {
    this.loweredBytes = loweredBytes;
    this.deadline = deadline;
    this.left = loweredBytes;
  }

  /** Records that an element was read, and sometimes checks the deadline. */
  public void element() {
    if (++elements % LOOK == 0) {
      deadline.check();
    }
  }

  /** Records that many elements were read, or work of that much, and checks the deadline if it is much. */
  public void elements(int count) {
    int before = elements;
    elements += count;
    if (elements / LOOK != before / LOOK) {
      deadline.check();
    }
  }

  /** Begins to read the elements of a sequence without a count. */
  public void beginUncounted() {
    uncounted++;
  }

  public void endUncounted() {
    uncounted--;
  }

  /**
   * Charges the budget for sequences without a count, inside one. Other values are not charged: the host made them.
   *
   * @throws Refusal if the budget is exhausted
   */
  public void charge(long bytes) {
    if (uncounted > 0) {
      left -= bytes;
      if (left < 0) {
        throw Refusal.ofLimit(
            "lowered-bytes",
            "expected at most "
                + loweredBytes
                + " bytes of heap for a sequence without a count, got more; pass a counted collection, such as a"
                + " vector, or raise :lowered-bytes",
            null);
      }
    }
  }

  /** Returns the position of the argument that is being read, or that {@link #confirm} refused. */
  public int argument() {
    return argument;
  }

  /** Moves to the next argument. */
  public void next() {
    argument++;
  }

  /**
   * Checks that a handle can be given away as an {@code own} of the type, and records it.
   *
   * @return the staged handle
   * @throws Refusal if it cannot
   */
  public ResourceHandle own(ResourceType type, ResourceHandle handle) {
    handle.checkOwn(type);
    Offer before = offers.get(handle);
    if (before != null) {
      throw Refusal.of(
          before.own()
              ? "this handle is already given away by an earlier argument"
              : "this handle is already lent by an earlier argument, and cannot be given away too");
    }
    return offer(handle, new Offer(type, true, argument));
  }

  /** Checks that a handle can be lent as a {@code borrow} of the type, and records it. */
  public ResourceHandle borrow(ResourceType type, ResourceHandle handle) {
    handle.checkBorrow(type);
    Offer before = offers.get(handle);
    if (before != null && before.own()) {
      throw Refusal.of("this handle is already given away by an earlier argument");
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
   * Checks the handles again, because reading later values may have closed them.
   *
   * @throws Refusal if one is closed; {@link #argument} is then its position
   */
  public void confirm() {
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
