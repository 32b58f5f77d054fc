package radicchio.runtime.stream.host;

import java.util.concurrent.CompletionStage;

/**
 * The readable end of a {@code stream} that the host was given. Its owner must close it, or give it away as an argument or result
 * instead of a {@link StreamSource}, which closes it. Any thread may use it, with one read at a time. No method blocks.
 *
 * <p>A stage that {@code read} returned completes on a thread that runs the store, outside its lock. It fails with a {@link
 * radicchio.error.RadicchioException}: {@code CLOSED} if this end, its instance or the store was closed, {@code TRAP} if the
 * store trapped. {@code toCompletableFuture().cancel(true)} withdraws a read that waits. Elements that were read meanwhile are
 * lost. Until the stage is complete, the target belongs to the reader.
 */
public interface StreamReader extends AutoCloseable {
  /** The number that a read completes with when the writer has dropped its end. */
  int END = StreamSource.END;

  /**
   * Reads numbers, {@code bool}s, {@code char}s, enums or flags, in the form that they have in memory, little-endian.
   *
   * @param length in bytes, at least one element
   * @return the number of bytes read, at least one element, whole elements only; or {@link #END}
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} if a read waits, the elements are not bytes, or the length is less
   *     than an element
   */
  CompletionStage<Integer> read(byte[] target, int offset, int length);

  /**
   * Reads elements of any other type, or of a {@code stream} without an element type.
   *
   * @param target receives the elements; null for each element without a type
   * @param length at least 1
   * @return the number of elements read, at least 1; or {@link #END}
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} if a read waits, or the elements are bytes
   */
  CompletionStage<Integer> read(Object[] target, int offset, int length);

  /** Drops the end. The guest's write then ends, and a read that waits fails. Does nothing the second time. */
  @Override
  void close();
}
