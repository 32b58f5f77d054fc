package radicchio.runtime.task;

import radicchio.abi.context.Ends;
import radicchio.abi.context.Handles;
import radicchio.component.ResourceType;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.resource.HandleEntry;
import radicchio.runtime.resource.Loans;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.end.EndHandles;

/**
 * The handles of a call out of a component instance ({@code borrow_scope} of a {@code Subtask}): its arguments are lifted out of
 * the instance, and its result is lowered into it. Holds the handles that the instance lends for the call.
 */
public final class SubtaskHandles implements Handles, Loans.Scope {
  private final ComponentInstance instance;
  private final Outside callee;
  private Loans loans;

  public SubtaskHandles(ComponentInstance instance, Outside callee) {
    this.instance = instance;
    this.callee = callee;
  }

  @Override
  public Object liftOwn(ResourceType type, int index) {
    return callee.own(type, HandleEntry.giveAway(instance.handles(), index, type).rep());
  }

  @Override
  public Object liftBorrow(ResourceType type, int index) {
    HandleEntry entry = HandleEntry.get(instance.handles(), index, type);
    entry.lend(this);
    return callee.borrow(type, entry.rep(), this);
  }

  @Override
  public int lowerOwn(ResourceType type, Object handle) {
    return instance.handles().add(HandleEntry.own(type, callee.giveAway(type, handle)));
  }

  @Override
  public int lowerBorrow(ResourceType type, Object handle) {
    throw new IllegalStateException("unexpected borrow in a result, which validation refuses");
  }

  @Override
  public Ends ends() {
    return new EndHandles(instance, callee);
  }

  @Override
  public void lend(Loans.Loan loan) {
    loans = new Loans(loan, loans);
  }

  /** Ends the call: the instance gets its lent handles back. */
  public void end() {
    Loans.end(loans);
  }
}
