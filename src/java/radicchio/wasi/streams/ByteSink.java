package radicchio.wasi.streams;

import java.io.IOException;

/**
 * A destination of bytes, which is written without waiting. One thread at a time may use it; any thread may use its
 * pollable.
 */
public interface ByteSink extends AutoCloseable {

  /**
   * Returns the number of bytes that can be written now without waiting; 0 if none.
   *
   * @throws ClosedSinkException if the other side closed it
   * @throws IOException if the sink failed, now or in an earlier write; it accepts no more bytes
   */
  int capacity() throws IOException;

  /**
   * Writes all the bytes.
   *
   * @param length at most the last {@link #capacity}
   * @throws IOException as {@link #capacity}
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Starts to flush. {@link #capacity} is 0 until the flush has ended. */
  void flush() throws IOException;

  /** Returns a pollable that is ready if the capacity is not 0, or the sink is closed or has failed. */
  Pollable writable();

  /** Releases its resources. Written bytes are not lost. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
