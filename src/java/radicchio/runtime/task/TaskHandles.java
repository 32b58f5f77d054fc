package radicchio.runtime.task;

import radicchio.abi.context.Ends;
import radicchio.abi.context.Handles;
import radicchio.abi.context.Trap;
import radicchio.component.ResourceType;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.HandleEntry;
import radicchio.runtime.resource.Loans;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.end.EndHandles;

/**
 * The handles of a call into a component instance ({@code borrow_scope} of a {@code Task}): its arguments are lowered into the
 * instance, and its result is lifted out of it. Counts the handles that the instance borrows for the call. It must drop them before
 * the call returns.
 */
public final class TaskHandles implements Handles, Loans.Scope, HandleEntry.Borrower {
  private final ComponentInstance instance;
  private final Outside caller;
  private Loans loans;
  private int borrows;

  public TaskHandles(ComponentInstance instance, Outside caller) {
    this.instance = instance;
    this.caller = caller;
  }

  @Override
  public int lowerOwn(ResourceType type, Object handle) {
    return instance.handles().add(HandleEntry.own(type, caller.giveAway(type, handle)));
  }

  @Override
  public int lowerBorrow(ResourceType type, Object handle) {
    Object rep = caller.lend(type, handle, this);
    if (type instanceof GuestResource resource && resource.implementer() == instance) {
      return (Integer) rep;
    }
    borrows++;
    return instance.handles().add(HandleEntry.borrow(type, rep, this));
  }

  @Override
  public Object liftOwn(ResourceType type, int index) {
    return caller.own(type, HandleEntry.giveAway(instance.handles(), index, type).rep());
  }

  @Override
  public Object liftBorrow(ResourceType type, int index) {
    throw new IllegalStateException("unexpected borrow in a result, which validation refuses");
  }

  @Override
  public Ends ends() {
    return new EndHandles(instance, caller);
  }

  @Override
  public void lend(Loans.Loan loan) {
    loans = new Loans(loan, loans);
  }

  @Override
  public void returned() {
    borrows--;
  }

  /** Traps if the instance still has a handle that it borrowed for this call. */
  public void checkReturned() {
    if (borrows > 0) {
      throw Trap.of("borrow handles still remain at the end of the call: " + borrows);
    }
  }

  /** Ends the call: the caller gets its lent handles back. */
  public void end() {
    Loans.end(loans);
  }
}
