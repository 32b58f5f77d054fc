package radicchio.runtime.task;

/** The body of a function that the host gives a component. Runs on the thread of the call. */
@FunctionalInterface
public interface HostCallable {
  /**
   * @param arguments lifted values, as many as the function's type has; the callee may keep the array, but
   *     handles that were lent end with the call
   * @return the result as the type wants it; ignored where the type has none. For a {@code result} type the
   *     payload of {@code ok}; {@code err} is thrown, as {@link radicchio.error.ErrException}
   */
  Object call(Object[] arguments);
}
