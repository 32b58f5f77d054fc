package radicchio.wasi.p1;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.files.OpenFlag;
import radicchio.wasi.files.Opened;

/** Functions on paths relative to an open directory: {@code path_*}. */
final class PathCalls {
  private final Descriptors descriptors;

  PathCalls(Descriptors descriptors) {
    this.descriptors = descriptors;
  }

  Body of(String name) {
    return switch (name) {
      case "path_create_directory" ->
          (memory, args) -> {
            directory(args[0]).createDirectory(text(memory, args, 1));
            return Errno.SUCCESS;
          };
      case "path_remove_directory" ->
          (memory, args) -> {
            directory(args[0]).removeDirectory(text(memory, args, 1));
            return Errno.SUCCESS;
          };
      case "path_unlink_file" ->
          (memory, args) -> {
            directory(args[0]).unlink(text(memory, args, 1));
            return Errno.SUCCESS;
          };
      case "path_filestat_get" -> this::stat;
      case "path_filestat_set_times" -> this::setTimes;
      case "path_link" -> this::link;
      case "path_rename" -> this::rename;
      case "path_symlink" -> this::symbolicLink;
      case "path_readlink" -> this::readLink;
      case "path_open" -> this::open;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Directory directory(long number) throws ErrnoFailure {
    return descriptors.folder(number).directory;
  }

  /** Returns the path from two arguments, from an index on. */
  private static String text(GuestMemory memory, long[] args, int index) throws ErrnoFailure {
    return memory.text((int) args[index], (int) args[index + 1]);
  }

  private Errno stat(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory directory = directory(args[0]);
    int at = (int) args[4];
    memory.require(at, Stats.SIZE);
    Stats.write(memory, at, directory.stat(text(memory, args, 2), Flags.follows(args[1])));
    return Errno.SUCCESS;
  }

  private Errno setTimes(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory directory = directory(args[0]);
    var times = Stats.times(args[4], args[5], args[6]);
    directory.setTimes(text(memory, args, 2), Flags.follows(args[1]), times);
    return Errno.SUCCESS;
  }

  private Errno link(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory from = directory(args[0]);
    Directory to = directory(args[4]);
    if (Flags.follows(args[1])) {
      return Errno.INVAL;
    }
    from.link(text(memory, args, 2), to, text(memory, args, 5));
    return Errno.SUCCESS;
  }

  private Errno rename(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory from = directory(args[0]);
    Directory to = directory(args[3]);
    from.rename(text(memory, args, 1), to, text(memory, args, 4));
    return Errno.SUCCESS;
  }

  private Errno symbolicLink(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory directory = directory(args[2]);
    directory.createSymbolicLink(text(memory, args, 0), text(memory, args, 3));
    return Errno.SUCCESS;
  }

  /** Writes the part of the target that fits. */
  private Errno readLink(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Directory directory = directory(args[0]);
    long room = Integer.toUnsignedLong((int) args[4]);
    memory.require((int) args[3], room);
    memory.require((int) args[5], 4);
    byte[] target = directory.readLink(text(memory, args, 1)).getBytes(StandardCharsets.UTF_8);
    int length = (int) Math.min(target.length, room);
    memory.write((int) args[3], target, 0, length);
    memory.writeInt((int) args[5], length);
    return Errno.SUCCESS;
  }

  private Errno open(GuestMemory memory, long[] args)
      throws ErrnoFailure, FileFailure, InterruptedException {
    Descriptor.Folder folder = descriptors.folder(args[0]);
    String path = text(memory, args, 2);
    memory.require((int) args[8], 4);
    Set<OpenFlag> flags = Flags.ofOpening(args[4]);
    if (Flags.follows(args[1])) {
      flags.add(OpenFlag.FOLLOW);
    }
    long rights = args[5] & Rights.ALL;
    requireRights(folder, rights, flags);
    if (Rights.has(rights, Rights.READ)) {
      flags.add(OpenFlag.READ);
    }
    if (Rights.has(rights, Rights.WRITE)) {
      flags.add(OpenFlag.WRITE);
    }
    int descriptorFlags = Flags.ofDescriptor(args[7]);
    descriptors.requireRoom();
    Opened opened = folder.directory.open(path, flags);
    int number = descriptors.add(descriptor(opened, folder, rights, args[6], descriptorFlags));
    memory.writeInt((int) args[8], number);
    return Errno.SUCCESS;
  }

  /**
   * Limits the rights of an opened file to those that the directory passes on. Truncating a file by opening it is a
   * right of the directory.
   */
  private static void requireRights(Descriptor.Folder folder, long rights, Set<OpenFlag> flags)
      throws ErrnoFailure {
    boolean more = Rights.has(rights & ~folder.inheriting, Rights.READ | Rights.WRITE);
    boolean cuts = flags.contains(OpenFlag.TRUNCATE);
    boolean mayCut =
        Rights.has(folder.rights, Rights.PATH_SET_SIZE)
            && Rights.has(folder.inheriting, Rights.WRITE);
    if (more || cuts && !mayCut) {
      throw new ErrnoFailure(Errno.NOTCAPABLE);
    }
  }

  private static Descriptor descriptor(
      Opened opened, Descriptor.Folder folder, long rights, long inheriting, int flags) {
    if (opened instanceof OpenFile file) {
      return new Descriptor.File(file, rights & Rights.FILE, flags);
    }
    return new Descriptor.Folder(
        (Directory) opened,
        Optional.empty(),
        rights & Rights.DIRECTORY & folder.rights,
        inheriting & folder.inheriting);
  }
}
