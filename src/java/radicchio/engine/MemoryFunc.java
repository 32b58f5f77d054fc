package radicchio.engine;

/**
 * The body of a function that the host supplies to a guest, and that uses the memory of the calling instance. Runs on the thread
 * of the call.
 */
@FunctionalInterface
public interface MemoryFunc {
  /**
   * Runs the function. Its exceptions leave the guest unchanged.
   *
   * @param memory the first memory of the calling instance; must not be kept
   * @param args one slot a parameter; the callee may keep it
   * @return one slot a result, an empty array for none
   */
  long[] call(Memory memory, long[] args);
}
