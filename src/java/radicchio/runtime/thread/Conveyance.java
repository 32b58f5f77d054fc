package radicchio.runtime.thread;

/**
 * How a thread of the host passes on what belongs to it, such as the dynamic bindings of its program, to the worker threads that
 * work for it. {@link java.util.ServiceLoader} finds it, through the loader of this class. Any thread may use it.
 */
public interface Conveyance {

  /** Returns what the running thread has. */
  Object capture();

  /** Gives the running thread what another one had. Returns what it had before. */
  Object exchange(Object captured);
}
