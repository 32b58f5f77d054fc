package radicchio.abi;

import java.util.IdentityHashMap;
import java.util.Map;
import radicchio.component.ResourceType;
import radicchio.engine.Deadline;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * One call's arguments, or one result, being read: which handles were offered so far, and how much more may be
 * read of sequences that have no end that anybody knows. Used by one thread for one call. A handle that is given
 * away cannot be offered a second time in the same call, not even lent, as it would no longer be there when its turn
 * comes to be lowered.
 */
public final class Reading {
  private record Offer(ResourceType type, boolean own, int argument) {}

  /** As many elements are read between two looks at the deadline. */
  private static final int LOOK = 4096;

  private Map<ResourceHandle, Offer> offers = Map.of();
  private final long loweredBytes;
  private final Deadline deadline;
  private int elements;
  private long left;
  private int uncounted;
  private int argument;

  /**
   * @param loweredBytes about how many bytes of heap the elements of sequences may fill that do not say how many
   *     they have, with all that is in them
   */
  Reading(long loweredBytes, Deadline deadline) {
    this.loweredBytes = loweredBytes;
    this.deadline = deadline;
    this.left = loweredBytes;
  }

  /**
   * Reads a whole value. What it throws while it is looked at, as a collection of the user may, becomes a refusal.
   *
   * @throws Refusal if the value is refused or cannot be read
   * @throws RadicchioException {@code LIMIT} after the deadline
   */
  Object read(ValueReader reader, Object value) {
    try {
      return reader.read(value, this);
    } catch (Refusal | RadicchioException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Refusal.of("could not be read: " + ForeignText.thrown(e), e);
    } catch (StackOverflowError e) {
      throw Refusal.of("could not be read: the stack was exhausted; is it nested too deep?", e);
    } catch (OutOfMemoryError e) {
      throw Refusal.ofLimit(
          "heap", "could not be read: the JVM had no more heap for what becomes of it", e);
    }
  }

  /** An element was read: asks the deadline now and then. */
  public void element() {
    if (++elements % LOOK == 0) {
      deadline.check();
    }
  }

  /** From here on the elements are read of a sequence that does not say how many it has. */
  public void beginUncounted() {
    uncounted++;
  }

  public void endUncounted() {
    uncounted--;
  }

  /**
   * Takes from what may be read of such sequences, within one; elsewhere a value is as large as its host made it.
   *
   * @throws Refusal where that is more than is left
   */
  public void charge(long bytes) {
    if (uncounted > 0) {
      left -= bytes;
      if (left < 0) {
        throw Refusal.ofLimit(
            "lowered-bytes",
            "a sequence that does not say how many elements it has would fill more than "
                + loweredBytes
                + " bytes of the host's memory; pass a collection that does, a vector, or raise :lowered-bytes"
                + " where that is meant",
            null);
      }
    }
  }

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
