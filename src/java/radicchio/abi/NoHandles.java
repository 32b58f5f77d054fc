package radicchio.abi;

import radicchio.component.ResourceType;

/** The handles of a function without any: to be asked for one is a fault of the caller. */
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
        "a handle of " + type + " in a call that was given no handle table");
  }
}
