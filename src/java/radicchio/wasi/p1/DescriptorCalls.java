package radicchio.wasi.p1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Listing;

/** Functions on descriptors, {@code fd_*}: bytes and directory entries. */
final class DescriptorCalls {
  private static final int WHENCE_SET = 0;
  private static final int WHENCE_CURRENT = 1;
  private static final int WHENCE_END = 2;
  private static final int MOST_ADVICE = 5;
  private static final int ENTRY_SIZE = 24;

  private final Descriptors descriptors;
  private final StatusCalls status;

  DescriptorCalls(Descriptors descriptors) {
    this.descriptors = descriptors;
    this.status = new StatusCalls(descriptors);
  }

  Body of(String name) {
    return switch (name) {
      case "fd_advise" -> this::advise;
      case "fd_allocate" -> this::allocate;
      case "fd_close" -> this::close;
      case "fd_datasync", "fd_sync" -> this::sync;
      case "fd_filestat_set_size" -> this::setSize;
      case "fd_pread" -> this::readAt;
      case "fd_pwrite" -> this::writeAt;
      case "fd_read" -> this::read;
      case "fd_write" -> this::write;
      case "fd_readdir" -> this::entries;
      case "fd_renumber" -> this::renumber;
      case "fd_seek" -> this::seek;
      case "fd_tell" -> this::tell;
      default -> status.of(name);
    };
  }

  private Errno advise(GuestMemory memory, long[] args) throws ErrnoFailure {
    descriptors.file(args[0]);
    boolean known =
        args[1] >= 0 && args[2] >= 0 && Integer.compareUnsigned((int) args[3], MOST_ADVICE) <= 0;
    return known ? Errno.SUCCESS : Errno.INVAL;
  }

  private Errno allocate(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Descriptor.File file = descriptors.writable(args[0]);
    long end = args[1] + args[2];
    if (args[1] < 0 || args[2] <= 0 || end < 0) {
      return Errno.INVAL;
    }
    if (end > file.file.size()) {
      file.file.setSize(end);
    }
    return Errno.SUCCESS;
  }

  private Errno close(GuestMemory memory, long[] args) throws ErrnoFailure, FileFailure {
    descriptors.close(args[0]);
    return Errno.SUCCESS;
  }

  private Errno sync(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Descriptor descriptor = descriptors.get(args[0]);
    if (descriptor instanceof Descriptor.File file) {
      file.file.sync(true);
    }
    return descriptor instanceof Descriptor.Input || descriptor instanceof Descriptor.Output
        ? Errno.INVAL
        : Errno.SUCCESS;
  }

  private Errno renumber(GuestMemory memory, long[] args) throws ErrnoFailure, FileFailure {
    descriptors.renumber(args[0], args[1]);
    return Errno.SUCCESS;
  }

  // Bytes

  private Errno setSize(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    descriptors.writable(args[0]).file.setSize(args[1]);
    return Errno.SUCCESS;
  }

  private Errno read(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    Descriptor descriptor = descriptors.get(args[0]);
    Buffers buffers = Buffers.of(memory, args[1], args[2]);
    memory.require((int) args[3], 4);
    long count;
    if (descriptor instanceof Descriptor.Input input) {
      count = read(input, buffers);
    } else {
      Descriptor.File file = descriptors.readable(args[0]);
      count = readAt(file, buffers, file.position);
      file.position += count;
    }
    memory.writeInt((int) args[3], (int) count);
    return Errno.SUCCESS;
  }

  /** Reads the available bytes, and waits for the first one. */
  private static long read(Descriptor.Input input, Buffers buffers)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    if (input.nonblocking && !input.stream.readable().isReady()) {
      throw new ErrnoFailure(Errno.AGAIN);
    }
    boolean[] begun = {false};
    return buffers.fill(
        piece -> {
          if (begun[0] && input.stream.available() <= 0) {
            return 0;
          }
          begun[0] = true;
          return input.stream.blockingRead(piece.array(), 0, piece.remaining());
        });
  }

  private Errno readAt(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    Descriptor.File file = positioned(args[0], args[3]);
    descriptors.readable(args[0]);
    Buffers buffers = Buffers.of(memory, args[1], args[2]);
    memory.require((int) args[4], 4);
    memory.writeInt((int) args[4], (int) readAt(file, buffers, args[3]));
    return Errno.SUCCESS;
  }

  private static long readAt(Descriptor.File file, Buffers buffers, long position)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    long[] at = {position};
    return buffers.fill(
        piece -> {
          if (at[0] > Long.MAX_VALUE - piece.remaining()) {
            return -1; // beyond the end of every file
          }
          int count = file.file.read(piece, at[0]);
          at[0] += count;
          return count;
        });
  }

  private Errno write(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    Descriptor descriptor = descriptors.get(args[0]);
    Buffers buffers = Buffers.of(memory, args[1], args[2]);
    memory.require((int) args[3], 4);
    long count;
    if (descriptor instanceof Descriptor.Output output) {
      count =
          buffers.drain(
              piece -> {
                int length = piece.remaining();
                output.stream().blockingWrite(piece.array(), 0, length);
                return length;
              });
    } else {
      Descriptor.File file = descriptors.writable(args[0]);
      long position = file.writePosition();
      count = writeAt(file, buffers, position);
      file.position = position + count;
    }
    memory.writeInt((int) args[3], (int) count);
    return Errno.SUCCESS;
  }

  private Errno writeAt(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    Descriptor.File file = positioned(args[0], args[3]);
    descriptors.writable(args[0]);
    Buffers buffers = Buffers.of(memory, args[1], args[2]);
    memory.require((int) args[4], 4);
    memory.writeInt((int) args[4], (int) writeAt(file, buffers, args[3]));
    return Errno.SUCCESS;
  }

  private static long writeAt(Descriptor.File file, Buffers buffers, long position)
      throws ErrnoFailure, FileFailure, IOException, InterruptedException {
    long[] at = {position};
    return buffers.drain(
        piece -> {
          if (at[0] > Long.MAX_VALUE - piece.remaining()) {
            throw new ErrnoFailure(Errno.FBIG);
          }
          int count = file.file.write(piece, at[0]);
          at[0] += count;
          return count;
        });
  }

  private Descriptor.File positioned(long number, long position) throws ErrnoFailure {
    Descriptor descriptor = descriptors.get(number);
    if (descriptor instanceof Descriptor.Input || descriptor instanceof Descriptor.Output) {
      throw new ErrnoFailure(Errno.SPIPE);
    }
    Descriptor.File file = descriptors.file(number);
    if (position < 0) {
      throw new ErrnoFailure(Errno.INVAL);
    }
    return file;
  }

  private Errno seek(GuestMemory memory, long[] args) throws ErrnoFailure, FileFailure {
    Descriptor.File file = positioned(args[0], 0);
    memory.require((int) args[3], 8);
    long from =
        switch ((int) args[2]) {
          case WHENCE_SET -> 0;
          case WHENCE_CURRENT -> file.position;
          case WHENCE_END -> file.file.size();
          default -> throw new ErrnoFailure(Errno.INVAL);
        };
    long to = from + args[1];
    if (to < 0) { // from is not negative, so an overflow is negative
      return Errno.INVAL;
    }
    file.position = to;
    memory.writeLong((int) args[3], to);
    return Errno.SUCCESS;
  }

  private Errno tell(GuestMemory memory, long[] args) throws ErrnoFailure {
    memory.writeLong((int) args[1], positioned(args[0], 0).position);
    return Errno.SUCCESS;
  }

  // Directories

  private Errno entries(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Entries entries = descriptors.folder(args[0]).entries;
    int at = (int) args[1];
    long room = Integer.toUnsignedLong((int) args[2]);
    memory.require(at, room);
    memory.require((int) args[4], 4);
    entries.seek(args[3]);
    long used = 0;
    for (long cookie = args[3]; used < room; cookie++) {
      Buffers.requireRunning();
      Optional<Listing.Entry> next = entries.next();
      if (next.isEmpty()) {
        break;
      }
      byte[] entry = entry(next.get(), cookie + 1);
      int fits = (int) Math.min(entry.length, room - used);
      memory.write(at + (int) used, entry, 0, fits);
      used += fits;
      if (fits < entry.length) {
        entries.back(next.get());
      }
    }
    memory.writeInt((int) args[4], (int) used);
    return Errno.SUCCESS;
  }

  private static byte[] entry(Listing.Entry entry, long next) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(ENTRY_SIZE + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(next)
        .putLong(entry.inode())
        .putInt(name.length)
        .putInt(Stats.code(entry.type()))
        .put(name)
        .array();
  }
}
