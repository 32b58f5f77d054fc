package radicchio.runtime.stream.host;

/**
 * Elements that the host gives to a guest as a {@code stream}, produced by code that may block. A host can give it instead of a
 * {@link StreamSource}. It runs on a thread of the store, without the store's lock, from the guest's first read on.
 */
public interface BlockingProducer {

  /**
   * Produces all elements. The stream ends when it returns. If it throws, the store ends with that exception, unless the reader has
   * closed. Its thread is interrupted when the reader has gone, unless the sink tells it so at the time.
   */
  void produce(Sink sink) throws Exception;

  /** Receives the elements. Any thread of the host may use it. */
  interface Sink {

    /**
     * Adds scalars in the form that they have in memory. Waits as long as too many are buffered.
     *
     * @param length a multiple of the element's size
     * @return false if the reader has closed, so that no more elements are needed, or the stream has ended
     * @throws radicchio.error.RadicchioException {@code LIMIT} if it waits longer than a call may, or the thread was interrupted;
     *     {@code CLOSED} or {@code TRAP} if the instance has ended
     */
    boolean write(byte[] source, int offset, int length);

    /** Does the same as {@link #write(byte[], int, int)} for a staged element of another type. */
    boolean write(Object staged);

    /** Waits until the guest has taken all that was written. Returns and throws as {@link #write(byte[], int, int)} does. */
    boolean awaitTaken();
  }

  /** Releases its resources. Called once, on any thread, when the stream has ended. */
  void close();
}
