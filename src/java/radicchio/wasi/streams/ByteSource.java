package radicchio.wasi.streams;

import java.io.IOException;

/** Bytes from somewhere, read without waiting. Used by one thread at a time; its pollable by any. */
public interface ByteSource extends AutoCloseable {

  /** A source that is at its end. */
  ByteSource EMPTY =
      new ByteSource() {
        @Override
        public int read(byte[] target, int offset, int length) {
          return -1;
        }

        @Override
        public Pollable readable() {
          return Pollable.READY;
        }

        @Override
        public void close() {
          // holds nothing
        }
      };

  /**
   * Reads what is there, and does not wait for more.
   *
   * @return how many bytes were read; 0 if none are there yet, or the length is 0; -1 at the end
   * @throws IOException if the source failed; it gives nothing any more
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Ready if a read would give bytes, the end or a failure. */
  Pollable readable();

  /** Releases its resources. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
