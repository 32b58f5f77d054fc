package radicchio.runtime;

import java.util.ArrayList;
import java.util.List;
import radicchio.abi.Handles;
import radicchio.abi.Trap;
import radicchio.component.ResourceType;

/**
 * One call's side in one component instance: its handle table, with this call as the scope of borrows
 * ({@code Task} where the instance is called, {@code Subtask} where it calls).
 */
final class CallScope implements Handles {
  private final ComponentInstance instance;
  private final Outside outside;
  private List<Scoped> lent;
  private int borrows;

  CallScope(ComponentInstance instance, Outside outside) {
    this.instance = instance;
    this.outside = outside;
  }

  @Override
  public int lowerOwn(ResourceType type, Object handle) {
    return instance.handles().add(HandleEntry.own(type, outside.giveAway(type, handle)));
  }

  @Override
  public int lowerBorrow(ResourceType type, Object handle) {
    Object rep = outside.lend(type, handle, this);
    if (type instanceof GuestResource resource && resource.implementer() == instance) {
      return (Integer) rep;
    }
    borrows++;
    return instance.handles().add(HandleEntry.borrow(type, rep, this));
  }

  @Override
  public Object liftOwn(ResourceType type, int index) {
    HandleEntry entry = instance.handles().remove(index, type);
    if (!entry.owns()) {
      throw Trap.of(
          "handle index " + index + " of " + type + " is borrowed and cannot be given away");
    }
    return outside.own(type, entry.rep());
  }

  @Override
  public Object liftBorrow(ResourceType type, int index) {
    HandleEntry entry = instance.handles().get(index, type);
    entry.lend();
    until(entry);
    return outside.borrow(type, entry.rep(), this);
  }

  /** Tells it when this call ends. */
  void until(Scoped lender) {
    if (lent == null) {
      lent = new ArrayList<>(2);
    }
    lent.add(lender);
  }

  /** A handle that was lowered as borrowed in this call was dropped. */
  void returned() {
    borrows--;
  }

  /** Traps where the callee kept a handle that it borrowed in this call. */
  void checkReturned() {
    if (borrows > 0) {
      throw Trap.of("borrow handles still remain at the end of the call: " + borrows);
    }
  }

  /** Takes back what was lent for this call. */
  void end() {
    if (lent != null) {
      lent.forEach(Scoped::callEnded);
    }
  }
}
