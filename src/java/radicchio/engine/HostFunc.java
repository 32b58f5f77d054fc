package radicchio.engine;

/** The body of a function that the host supplies to a guest. Runs on the thread of the call. */
@FunctionalInterface
public interface HostFunc {
  /**
   * @param args one slot a parameter; the callee may keep it
   * @return one slot a result, an empty array for none
   */
  long[] call(long[] args);
}
