package radicchio.wasi.host.cli;

import java.io.IOException;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.Pollable;

/** A source that stays open when one of its readers closes it. */
public record SharedSource(ByteSource source) implements ByteSource {

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return source.read(target, offset, length);
  }

  @Override
  public Pollable readable() {
    return source.readable();
  }

  @Override
  public void close() {
    // its owner closes it
  }
}
