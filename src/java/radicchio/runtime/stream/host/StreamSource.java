package radicchio.runtime.stream.host;

import java.util.concurrent.CompletionStage;

/**
 * Elements that the host gives to a guest as a {@code stream}. The guest pulls: {@link OfBytes#read} or {@link OfElements#read}
 * is called only while the guest reads. The thread that runs in the store calls the methods, one at a time. They must not
 * block. An exception of {@code read}, or a failure of {@link #whenReadable}, ends the store as an exception of a host function
 * does. A source that ends early without that returns {@link #END}.
 */
public sealed interface StreamSource extends AutoCloseable {
  /** The result of {@code read} at the end of the stream. */
  int END = -1;

  /**
   * Returns a stage that completes, on any thread, as soon as {@code read} would not return 0. Called only after it returned 0.
   */
  CompletionStage<Void> whenReadable();

  /** Releases its resources. Called once: after the end or a failure, or when the guest or the store does not read any more. */
  @Override
  void close();

  /** A source of numbers, {@code bool}, {@code char}, enums or flags, in the form that they have in memory, little-endian. */
  non-sealed interface OfBytes extends StreamSource {

    /**
     * Reads the elements that are available.
     *
     * @param length in bytes, a multiple of the element's size and at least one element
     * @return the number of bytes read, a multiple of the element's size; 0 if no element is available yet; {@link #END} at the
     *     end
     */
    int read(byte[] target, int offset, int length);
  }

  /** A source of all other elements, or of a {@code stream} without an element type. */
  non-sealed interface OfElements extends StreamSource {

    /**
     * Reads the elements that are available.
     *
     * @param target receives staged elements; null for each element of a stream without an element type
     * @param length at least 1
     * @return the number of elements read; 0 if none is available yet; {@link #END} at the end
     */
    int read(Object[] target, int offset, int length);
  }
}
