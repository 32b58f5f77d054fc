package radicchio.runtime.call;

/** The body of a function that the host supplies. Runs on the thread of the call. */
@FunctionalInterface
public interface HostCallable {
  /**
   * @param arguments lifted values, one for each parameter; the callee may keep the array, but lent handles end with the call
   * @return the result in the form of its type; ignored if the function has no result. For a {@code result} type the payload of
   *     {@code ok}; {@code err} is thrown as a {@link radicchio.error.ErrException}
   */
  Object call(Object[] arguments);
}
