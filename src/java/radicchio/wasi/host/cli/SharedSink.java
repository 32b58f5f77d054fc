package radicchio.wasi.host.cli;

import java.io.IOException;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.Pollable;

/** A sink that stays open when one of its writers closes it. */
public record SharedSink(ByteSink sink) implements ByteSink {

  @Override
  public int capacity() throws IOException {
    return sink.capacity();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    sink.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    sink.flush();
  }

  @Override
  public Pollable writable() {
    return sink.writable();
  }

  @Override
  public void close() {
    // its owner closes it
  }
}
