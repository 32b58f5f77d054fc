package radicchio.wasi.streams;

import java.io.IOException;

/** Bytes to somewhere, written without waiting. Used by one thread at a time; its pollable by any. */
public interface ByteSink extends AutoCloseable {

  /**
   * How many bytes can be written now without waiting; 0 if none can yet.
   *
   * @throws ClosedSinkException if the other side closed it
   * @throws IOException if the sink failed, in an earlier write too; it takes nothing any more
   */
  int capacity() throws IOException;

  /**
   * Writes all the bytes.
   *
   * @param length at most the last {@link #capacity}
   * @throws IOException as {@link #capacity}
   */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Starts to flush: {@link #capacity} is 0 until that has ended. */
  void flush() throws IOException;

  /** Ready if the capacity is not 0, or the sink is closed or broken. */
  Pollable writable();

  /** Releases its resources. Written bytes are not lost. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
