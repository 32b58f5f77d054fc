package radicchio.wasi.streams;

import java.io.IOException;

/**
 * A source of bytes, which is read without waiting. One thread at a time may use it; any thread may use its pollable.
 */
public interface ByteSource extends AutoCloseable {

  /** Returns an empty source. */
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
          // there is nothing to release
        }
      };

  /**
   * Reads the available bytes, without waiting.
   *
   * @return the number of bytes; 0 if none are available yet or the length is 0; -1 at the end
   * @throws IOException if the source failed; it returns no more bytes
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /** Returns a pollable that is ready if a read would return bytes, the end or a failure. */
  Pollable readable();

  /** Releases its resources. Does nothing the second time. */
  @Override
  void close() throws IOException;
}
