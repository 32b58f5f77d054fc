package radicchio.wasi.p1;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;

/** Functions on the attributes of a descriptor: {@code fd_fdstat_*}, {@code fd_filestat_*}, {@code fd_prestat_*}. */
final class StatusCalls {
  private static final int CHARACTER_DEVICE = 2;
  private static final int STATUS_SIZE = 24;

  private final Descriptors descriptors;

  StatusCalls(Descriptors descriptors) {
    this.descriptors = descriptors;
  }

  Body of(String name) {
    return switch (name) {
      case "fd_fdstat_get" -> this::status;
      case "fd_fdstat_set_flags" -> this::setFlags;
      case "fd_fdstat_set_rights" -> this::setRights;
      case "fd_filestat_get" -> this::stat;
      case "fd_filestat_set_times" -> this::setTimes;
      case "fd_prestat_get" -> this::preopened;
      case "fd_prestat_dir_name" -> this::preopenedName;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Errno status(GuestMemory memory, long[] args) throws ErrnoFailure {
    Descriptor descriptor = descriptors.get(args[0]);
    int at = (int) args[1];
    memory.require(at, STATUS_SIZE);
    if (descriptor instanceof Descriptor.File file) {
      status(memory, at, Stats.code(FileType.REGULAR), file.flags, file.rights, 0);
    } else if (descriptor instanceof Descriptor.Folder folder) {
      status(memory, at, Stats.code(FileType.DIRECTORY), 0, folder.rights, folder.inheriting);
    } else if (descriptor instanceof Descriptor.Input input) {
      status(
          memory,
          at,
          CHARACTER_DEVICE,
          input.nonblocking ? Descriptor.NONBLOCK : 0,
          Rights.INPUT,
          0);
    } else {
      status(memory, at, CHARACTER_DEVICE, Descriptor.APPEND, Rights.OUTPUT, 0);
    }
    return Errno.SUCCESS;
  }

  private static void status(
      GuestMemory memory, int at, int type, int flags, long rights, long inheriting) {
    memory.writeLong(at, type | (long) flags << 16);
    memory.writeLong(at + 8, rights);
    memory.writeLong(at + 16, inheriting);
  }

  private Errno setFlags(GuestMemory memory, long[] args) throws ErrnoFailure {
    Descriptor descriptor = descriptors.get(args[0]);
    int flags = Flags.ofDescriptor(args[1]);
    if (descriptor instanceof Descriptor.File file) {
      file.flags = flags;
    } else if (descriptor instanceof Descriptor.Input input) {
      input.nonblocking = Rights.has(flags, Descriptor.NONBLOCK);
    }
    return descriptor instanceof Descriptor.Folder ? Errno.BADF : Errno.SUCCESS;
  }

  /** Removes rights. Rights cannot be added. */
  private Errno setRights(GuestMemory memory, long[] args) throws ErrnoFailure {
    Descriptor descriptor = descriptors.get(args[0]);
    if (descriptor instanceof Descriptor.File file) {
      requireFewer(args[1], file.rights);
      file.rights = args[1];
    } else if (descriptor instanceof Descriptor.Folder folder) {
      requireFewer(args[1], folder.rights);
      requireFewer(args[2], folder.inheriting);
      folder.rights = args[1];
      folder.inheriting = args[2];
    } else {
      return Errno.NOTSUP;
    }
    return Errno.SUCCESS;
  }

  private static void requireFewer(long rights, long than) throws ErrnoFailure {
    if ((rights & ~than) != 0) {
      throw new ErrnoFailure(Errno.NOTCAPABLE);
    }
  }

  private Errno stat(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Descriptor descriptor = descriptors.get(args[0]);
    int at = (int) args[1];
    memory.require(at, Stats.SIZE);
    if (descriptor instanceof Descriptor.File file) {
      Stats.write(memory, at, file.file.stat());
    } else if (descriptor instanceof Descriptor.Folder folder) {
      Stats.write(memory, at, folder.directory.stat());
    } else {
      Stats.writeStream(memory, at, CHARACTER_DEVICE);
    }
    return Errno.SUCCESS;
  }

  private Errno setTimes(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Descriptor descriptor = descriptors.get(args[0]);
    var times = Stats.times(args[1], args[2], args[3]);
    if (descriptor instanceof Descriptor.File file) {
      file.file.setTimes(times);
    } else if (descriptor instanceof Descriptor.Folder folder) {
      folder.directory.setTimes(times);
    } else {
      return Errno.BADF;
    }
    return Errno.SUCCESS;
  }

  private Errno preopened(GuestMemory memory, long[] args) throws ErrnoFailure {
    String name = preopenedName(args[0]);
    memory.require((int) args[1], 8);
    memory.writeInt((int) args[1], 0);
    memory.writeInt((int) args[1] + 4, name.getBytes(StandardCharsets.UTF_8).length);
    return Errno.SUCCESS;
  }

  private Errno preopenedName(GuestMemory memory, long[] args) throws ErrnoFailure {
    byte[] name = preopenedName(args[0]).getBytes(StandardCharsets.UTF_8);
    memory.require((int) args[1], Integer.toUnsignedLong((int) args[2]));
    if (Integer.compareUnsigned((int) args[2], name.length) < 0) {
      return Errno.NAMETOOLONG;
    }
    memory.write((int) args[1], name, 0, name.length);
    return Errno.SUCCESS;
  }

  private String preopenedName(long number) throws ErrnoFailure {
    Optional<String> name =
        descriptors.get(number) instanceof Descriptor.Folder folder
            ? folder.preopened
            : Optional.empty();
    return name.orElseThrow(() -> new ErrnoFailure(Errno.BADF));
  }
}
