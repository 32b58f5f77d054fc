package radicchio.abi;

import radicchio.component.ResourceType;

/** The handle table of a function without handles. Using it is a bug of the caller. */
final class NoHandles implements Handles {

  @Override
  public int lowerOwn(ResourceType type, Object handle) {
    throw none(type);
  }

  @Override
  public int lowerBorrow(ResourceType type, Object handle) {
    throw none(type);
  }

  @Override
  public Object liftOwn(ResourceType type, int index) {
    throw none(type);
  }

  @Override
  public Object liftBorrow(ResourceType type, int index) {
    throw none(type);
  }

  private static IllegalStateException none(ResourceType type) {
    return new IllegalStateException(
        "BUG: a handle of " + type + " in a call without a handle table");
  }
}
