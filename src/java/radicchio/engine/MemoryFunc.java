package radicchio.engine;

/**
 * The body of a function that the host gives a guest and that acts on the memory of the instance that calls it. Runs
 * on the thread of the call.
 */
@FunctionalInterface
public interface MemoryFunc {
  /**
   * What it throws leaves the guest as itself.
   *
   * @param memory the first memory of the instance that calls; not to be kept
   * @param args one slot a parameter; the callee may keep it
   * @return one slot a result, an empty array for none
   */
  long[] call(Memory memory, long[] args);
}
