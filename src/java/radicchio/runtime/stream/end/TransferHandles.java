package radicchio.runtime.stream.end;

import radicchio.abi.context.Ends;
import radicchio.abi.context.Handles;
import radicchio.component.ResourceType;
import radicchio.runtime.resource.HandleEntry;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.resource.Outside;

/**
 * The handles in the elements of a stream or the value of a future. They are all given away, because validation refuses borrowed
 * ones there. Used inside the store.
 */
public final class TransferHandles implements Handles {
  private final HandleSpace space;
  private final Outside outside;
  private final Ends ends;

  /**
   * @param space the handles of the component instance that is read from or written to
   * @param outside the form of handles on the other side
   * @param ends its streams, futures and error contexts
   */
  public TransferHandles(HandleSpace space, Outside outside, Ends ends) {
    this.space = space;
    this.outside = outside;
    this.ends = ends;
  }

  @Override
  public int lowerOwn(ResourceType type, Object handle) {
    return space.add(HandleEntry.own(type, outside.giveAway(type, handle)));
  }

  @Override
  public Object liftOwn(ResourceType type, int index) {
    return outside.own(type, HandleEntry.giveAway(space, index, type).rep());
  }

  @Override
  public int lowerBorrow(ResourceType type, Object handle) {
    throw borrow();
  }

  @Override
  public Object liftBorrow(ResourceType type, int index) {
    throw borrow();
  }

  private static IllegalStateException borrow() {
    return new IllegalStateException(
        "BUG: a borrow in a stream or future, which validation refuses");
  }

  @Override
  public Ends ends() {
    return ends;
  }
}
