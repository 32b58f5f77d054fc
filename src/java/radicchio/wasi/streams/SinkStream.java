package radicchio.wasi.streams;

import java.io.IOException;
import java.io.OutputStream;

/** A sink as an output stream whose writes wait. One thread at a time may use it. */
public final class SinkStream extends OutputStream {
  private final ByteSink sink;

  public SinkStream(ByteSink sink) {
    this.sink = sink;
  }

  public ByteSink sink() {
    return sink;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int written = 0; written < length; ) {
      int piece = Math.min(capacity(), length - written);
      sink.write(bytes, offset + written, piece);
      written += piece;
    }
  }

  private int capacity() throws IOException {
    int capacity = sink.capacity();
    while (capacity == 0) {
      SourceStream.await(sink.writable());
      capacity = sink.capacity();
    }
    return capacity;
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
    capacity();
  }

  @Override
  public void close() throws IOException {
    sink.close();
  }
}
