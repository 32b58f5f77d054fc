package radicchio.runtime.resource;

import java.util.Optional;
import radicchio.abi.context.Trap;
import radicchio.component.ResourceType;

/** A handle of a component instance ({@code ResourceHandle}). */
public final class HandleEntry implements HandleSpace.Element, Loans.Loan {

  /** The call for which a handle is borrowed: a {@code Task}. */
  public interface Borrower {
    /** Records that the handle was dropped. */
    void returned();
  }

  private final ResourceType type;
  private final Object rep;
  private final Borrower borrower;
  private int lends;

  private HandleEntry(ResourceType type, Object rep, Borrower borrower) {
    this.type = type;
    this.rep = rep;
    this.borrower = borrower;
  }

  /**
   * Makes an owning handle.
   *
   * @param rep an {@code Integer} for a guest's resource, the host's object for one of the host
   */
  public static HandleEntry own(ResourceType type, Object rep) {
    return new HandleEntry(type, rep, null);
  }

  /** Makes a borrowed handle, which is valid until the call of {@code borrower} ends. */
  public static HandleEntry borrow(ResourceType type, Object rep, Borrower borrower) {
    return new HandleEntry(type, rep, borrower);
  }

  /**
   * Returns the handle with an index, of a type.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} if there is no such handle
   */
  public static HandleEntry get(HandleSpace space, int index, ResourceType type) {
    HandleSpace.Element element = space.get(index);
    if (!(element instanceof HandleEntry entry)) {
      throw Trap.of("index " + index + " is " + element.noun() + ", expected a handle");
    }
    if (entry.type != type) {
      throw Trap.of(
          "handle index "
              + index
              + " used with the wrong type: expected "
              + type
              + ", found "
              + entry.type
              + (entry.type.name().equals(type.name()) ? " of another instance" : ""));
    }
    return entry;
  }

  /**
   * Removes the handle with an index, of a type.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} if there is no such handle, or if it is lent
   */
  public static HandleEntry remove(HandleSpace space, int index, ResourceType type) {
    HandleEntry entry = get(space, index, type);
    if (entry.lends > 0) {
      throw Trap.of(
          "cannot remove owned resource while borrowed: handle index " + index + " of " + type);
    }
    space.free(index);
    return entry;
  }

  /**
   * Does the same as {@link #remove} for an owning handle that is given away ({@code lift_own}).
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} as {@link #remove} does, or if it is borrowed
   */
  public static HandleEntry giveAway(HandleSpace space, int index, ResourceType type) {
    HandleEntry entry = remove(space, index, type);
    if (!entry.owns()) {
      throw Trap.of(
          "handle index " + index + " of " + type + " is borrowed and cannot be given away");
    }
    return entry;
  }

  /** Removes any owning handle; empty if there is none left. */
  public static Optional<HandleEntry> takeOwned(HandleSpace space) {
    return space.take(HandleEntry.class, HandleEntry::owns);
  }

  public ResourceType type() {
    return type;
  }

  public Object rep() {
    return rep;
  }

  public boolean owns() {
    return borrower == null;
  }

  /** Records that the handle was dropped. Tells the call for which it was borrowed. */
  public void returned() {
    borrower.returned();
  }

  /** Lends it until the call of the scope ends. */
  public void lend(Loans.Scope scope) {
    lends++;
    scope.lend(this);
  }

  @Override
  public void ended() {
    lends--;
  }

  @Override
  public String noun() {
    return "a handle";
  }
}
