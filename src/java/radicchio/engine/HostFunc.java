package radicchio.engine;

/** The body of a function that the host supplies to a guest. Runs on the thread of the call. */
@FunctionalInterface
public interface HostFunc {
  /**
   * @param args the slots of the parameters (see {@link CoreType}); the callee may keep it
   * @return the slots of the results, an empty array for none
   */
  long[] call(long[] args);
}
