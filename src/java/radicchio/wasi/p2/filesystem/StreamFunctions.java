package radicchio.wasi.p2.filesystem;

import java.nio.ByteBuffer;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.FileSink;
import radicchio.wasi.host.filesystem.FileSource;
import radicchio.wasi.host.filesystem.GuestDescriptor;
import radicchio.wasi.host.filesystem.SharedFile;
import radicchio.wasi.p2.ReadBuffer;
import radicchio.wasi.p2.io.GuestInput;
import radicchio.wasi.p2.io.GuestOutput;

/** The functions that read and write open files. */
final class StreamFunctions {
  /** The most bytes of one read. A guest that requests more reads again. */
  private static final int MOST = 1 << 20;

  private final ReadBuffer buffer = new ReadBuffer();

  static Object readViaStream(GuestDescriptor on, Arguments a) throws FileFailure {
    SharedFile shared = on.readable().shared().retain();
    return GuestInput.of(new FileSource(shared, a.number(1)));
  }

  static Object writeViaStream(GuestDescriptor on, Arguments a) throws FileFailure {
    SharedFile shared = on.writable().shared().retain();
    return GuestOutput.of(FileSink.at(shared, a.number(1)));
  }

  static Object appendViaStream(GuestDescriptor on, Arguments a) throws FileFailure {
    return GuestOutput.of(FileSink.appending(on.writable().shared().retain()));
  }

  /** {@code read}: returns the bytes, and whether the end was reached. */
  Object read(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    OpenFile file = on.readable().shared().file();
    int length = (int) (Long.compareUnsigned(a.number(1), MOST) < 0 ? a.number(1) : MOST);
    long position = a.number(2);
    ByteBuffer bytes = buffer.ofChannel(length);
    int count = 0;
    if (length > 0) {
      boolean beyond = position < 0 || position > Long.MAX_VALUE - length;
      count = beyond ? -1 : file.read(bytes, position);
    }
    return Staged.record(bytes.flip(), Staged.bool(count < 0));
  }

  static Object write(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    OpenFile file = on.writable().shared().file();
    byte[] bytes = a.bytes(1);
    long position = a.number(2);
    if (position < 0 || position > Long.MAX_VALUE - bytes.length) {
      throw new FileFailure(FileError.FILE_TOO_LARGE, "the offset is beyond the largest file");
    }
    return (long) (bytes.length == 0 ? 0 : file.write(ByteBuffer.wrap(bytes), position));
  }
}
