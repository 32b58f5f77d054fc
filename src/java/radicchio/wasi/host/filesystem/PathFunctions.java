package radicchio.wasi.host.filesystem;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.files.OpenFlag;
import radicchio.wasi.files.Opened;
import radicchio.wasi.host.Arguments;

/** Functions on directories, and on paths relative to them. */
final class PathFunctions {
  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z]:.*", Pattern.DOTALL);

  private final OpenLimit limit;
  private final Metadata metadata;

  PathFunctions(OpenLimit limit, Metadata metadata) {
    this.limit = limit;
    this.metadata = metadata;
  }

  private static boolean follows(long pathFlags) {
    return DescriptorFlags.has(pathFlags, DescriptorFlags.SYMLINK_FOLLOW);
  }

  Object createDirectory(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.mutable().createDirectory(a.text(1));
    return null;
  }

  Object stat(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    return metadata.stat(on.directory().stat(a.text(2), follows(a.number(1))));
  }

  Object setTimes(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.mutable()
        .setTimes(a.text(2), follows(a.number(1)), metadata.times(a.variant(3), a.variant(4)));
    return null;
  }

  Object link(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    Directory from = on.mutable();
    Directory to = a.object(3, GuestDescriptor.class).mutable();
    if (follows(a.number(1))) {
      throw new FileFailure(
          FileError.INVALID, "following a link before it is linked is not supported");
    }
    from.link(a.text(2), to, a.text(4));
    return null;
  }

  Object readLink(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    String target = on.directory().readLink(a.text(1));
    if (ABSOLUTE.matcher(target).matches()) {
      throw new FileFailure(FileError.NOT_PERMITTED, "the target of the link is absolute");
    }
    return target;
  }

  Object removeDirectory(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.mutable().removeDirectory(a.text(1));
    return null;
  }

  Object rename(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    Directory from = on.mutable();
    from.rename(a.text(1), a.object(2, GuestDescriptor.class).mutable(), a.text(3));
    return null;
  }

  Object symbolicLink(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.mutable().createSymbolicLink(a.text(1), a.text(2));
    return null;
  }

  Object unlink(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.mutable().unlink(a.text(1));
    return null;
  }

  Object metadataHash(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    return Metadata.hash(on.directory().identity(a.text(2), follows(a.number(1))));
  }

  // Opening

  Object open(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    long opening = a.number(3);
    long wanted = a.number(4);
    Directory directory = on.directory();
    if (DescriptorFlags.has(wanted, DescriptorFlags.WRITE | DescriptorFlags.MUTATE_DIRECTORY)
        || DescriptorFlags.has(opening, DescriptorFlags.CREATE | DescriptorFlags.TRUNCATE)) {
      on.mutable();
    }
    if (DescriptorFlags.has(wanted, DescriptorFlags.SYNCHRONOUS)) {
      throw new FileFailure(FileError.UNSUPPORTED, "writing through to the disk is not supported");
    }
    long used = used(opening, wanted);
    limit.take();
    try {
      return descriptor(on, directory.open(a.text(2), flags(a.number(1), opening, used)), used);
    } catch (FileFailure | InterruptedException | RuntimeException e) {
      limit.release();
      throw e;
    }
  }

  /** A file that is created or truncated is opened for writing. One that is not opened for writing is opened for reading. */
  private static long used(long opening, long wanted) {
    boolean changes =
        DescriptorFlags.has(opening, DescriptorFlags.CREATE | DescriptorFlags.TRUNCATE);
    return wanted
        | (changes ? DescriptorFlags.WRITE : 0)
        | (DescriptorFlags.has(wanted, DescriptorFlags.WRITE) ? 0 : DescriptorFlags.READ);
  }

  private static Set<OpenFlag> flags(long path, long opening, long wanted) {
    Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
    add(flags, OpenFlag.FOLLOW, path, DescriptorFlags.SYMLINK_FOLLOW);
    add(flags, OpenFlag.CREATE, opening, DescriptorFlags.CREATE);
    add(flags, OpenFlag.DIRECTORY, opening, DescriptorFlags.DIRECTORY);
    add(flags, OpenFlag.EXCLUSIVE, opening, DescriptorFlags.EXCLUSIVE);
    add(flags, OpenFlag.TRUNCATE, opening, DescriptorFlags.TRUNCATE);
    add(flags, OpenFlag.READ, wanted, DescriptorFlags.READ);
    add(flags, OpenFlag.WRITE, wanted, DescriptorFlags.WRITE);
    return flags;
  }

  private static void add(Set<OpenFlag> flags, OpenFlag flag, long bits, long bit) {
    if (DescriptorFlags.has(bits, bit)) {
      flags.add(flag);
    }
  }

  /**
   * Returns a descriptor of the open file or directory. A directory may be changed if its parent may: programs built with the
   * preview-1 adapter never use {@code mutate-directory}.
   */
  private GuestDescriptor descriptor(GuestDescriptor by, Opened opened, long used) {
    if (opened instanceof OpenFile file) {
      return new GuestDescriptor.File(
          new SharedFile(file, limit),
          DescriptorFlags.has(used, DescriptorFlags.READ),
          DescriptorFlags.has(used, DescriptorFlags.WRITE));
    }
    boolean asked = DescriptorFlags.has(used, DescriptorFlags.MUTATE_DIRECTORY);
    return new GuestDescriptor.Folder((Directory) opened, asked, by.mutates(), limit);
  }
}
