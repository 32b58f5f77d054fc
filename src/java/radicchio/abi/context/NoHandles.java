package radicchio.abi.context;

import radicchio.component.ResourceType;

/** The handle table of a function whose type contains no handles. Using it is a bug of the caller. */
public enum NoHandles implements Handles {
  INSTANCE;

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

  @Override
  public Ends ends() {
    throw new IllegalStateException(
        "BUG: a stream, future or error context in a call without a handle table");
  }

  private static IllegalStateException none(ResourceType type) {
    return new IllegalStateException(
        "BUG: a handle of " + type + " in a call without a handle table");
  }
}
