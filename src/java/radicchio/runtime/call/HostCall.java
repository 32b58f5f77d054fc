package radicchio.runtime.call;

import radicchio.runtime.task.Caller;

/** A call of the host that waits for its result. Guarded by the store's lock. */
final class HostCall implements Caller {
  private final Object[] arguments;
  private Object result;
  private boolean done;

  /** @param arguments staged */
  HostCall(Object[] arguments) {
    this.arguments = arguments;
  }

  @Override
  public Object[] started() {
    return arguments;
  }

  @Override
  public void returned(Object value) {
    result = value;
    done = true;
  }

  @Override
  public void cancelled() {
    throw new IllegalStateException("a call that was not cancelled ended as cancelled");
  }

  boolean isDone() {
    return done;
  }

  /** Returns the lifted result. */
  Object result() {
    return result;
  }
}
