package radicchio.wasi.host.filesystem;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.Pollable;

/** Writes to an open file, from an offset or at its end. A file is always ready. */
public final class FileSink implements ByteSink {
  private static final int CAPACITY = 1 << 20;

  private final SharedFile shared;
  private final boolean appending;
  private long position;
  private boolean closed;

  private FileSink(SharedFile shared, boolean appending, long position) {
    this.shared = shared;
    this.appending = appending;
    this.position = position;
  }

  /** @param position unsigned */
  public static FileSink at(SharedFile shared, long position) {
    return new FileSink(shared, false, position);
  }

  /** Makes a sink that appends at the end of the file at that time. */
  public static FileSink appending(SharedFile shared) {
    return new FileSink(shared, true, 0);
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      while (left.hasRemaining()) {
        long at = appending ? shared.file().size() : position;
        if (at < 0 || at > Long.MAX_VALUE - left.remaining()) {
          throw new FileFailure(FileError.FILE_TOO_LARGE, "beyond the largest file");
        }
        position = at + shared.file().write(left, at);
      }
    } catch (FileFailure e) {
      throw new FailedFile(e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void flush() {
    // nothing is buffered
  }

  @Override
  public Pollable writable() {
    return Pollable.READY;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      FileSource.release(shared);
    }
  }
}
