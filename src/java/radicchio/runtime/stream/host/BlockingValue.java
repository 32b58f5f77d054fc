package radicchio.runtime.stream.host;

/**
 * The value that the host gives to a guest as a {@code future}, made by code that may block. A host can give it instead of a stage.
 * It runs once, on a thread of the store, without the store's lock, when the guest reads.
 */
@FunctionalInterface
public interface BlockingValue {

  /** Returns the staged value. If it throws, the store ends with that exception, unless the guest has dropped its end. */
  Object get() throws Exception;
}
