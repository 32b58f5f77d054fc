package radicchio.wasi.host.filesystem;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.streams.ChannelSource;
import radicchio.wasi.streams.Pollable;

/** The bytes of an open file from an offset. A file is always ready. */
public final class FileSource implements ChannelSource {
  private final SharedFile shared;
  private long position;
  private boolean closed;

  /** @param position unsigned */
  public FileSource(SharedFile shared, long position) {
    this.shared = shared;
    this.position = position;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position < 0 || position > Long.MAX_VALUE - target.remaining()) {
      return -1; // beyond the end of every file
    }
    try {
      int count = shared.file().read(target, position);
      position += Math.max(0, count);
      return count;
    } catch (FileFailure e) {
      throw new FailedFile(e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public Pollable readable() {
    return Pollable.READY;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      release(shared);
    }
  }

  static void release(SharedFile shared) throws IOException {
    try {
      shared.release();
    } catch (FileFailure e) {
      throw new FailedFile(e);
    }
  }
}
