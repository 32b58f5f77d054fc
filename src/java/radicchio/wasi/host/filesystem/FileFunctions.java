package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;
import radicchio.wasi.files.OpenFile;
import radicchio.wasi.host.Arguments;

/** Functions on the file or directory of a descriptor. */
final class FileFunctions {
  private final Metadata metadata;

  FileFunctions(Metadata metadata) {
    this.metadata = metadata;
  }

  /** The JDK cannot pass advice to the system. */
  static Object advise(GuestDescriptor on, Arguments a) throws FileFailure {
    on.file();
    return null;
  }

  static Object syncData(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    return sync(on, false);
  }

  static Object sync(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    return sync(on, true);
  }

  /** The JDK cannot sync a directory, so this does nothing for one. */
  private static Object sync(GuestDescriptor on, boolean metadata)
      throws FileFailure, InterruptedException {
    if (on.opened() instanceof OpenFile file) {
      file.sync(metadata);
    }
    return null;
  }

  static Object setSize(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    on.writable().shared().file().setSize(a.number(1));
    return null;
  }

  Object type(GuestDescriptor on, Arguments a) {
    return metadata.type(on.opened() instanceof Directory ? FileType.DIRECTORY : FileType.REGULAR);
  }

  Object stat(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    return metadata.stat(on.opened().stat());
  }

  Object setTimes(GuestDescriptor on, Arguments a) throws FileFailure, InterruptedException {
    if (on.opened() instanceof Directory) {
      on.mutable();
    } else if (!on.file().writes()) {
      on.file().shared().file().requireWritable();
      throw new FileFailure(FileError.NOT_PERMITTED, "the file was not opened for writing");
    }
    on.opened().setTimes(metadata.times(a.variant(1), a.variant(2)));
    return null;
  }

  static Object metadataHash(GuestDescriptor on, Arguments a)
      throws FileFailure, InterruptedException {
    return Metadata.hash(on.opened().identity());
  }

  static boolean isSame(GuestDescriptor one, GuestDescriptor other) throws InterruptedException {
    try {
      return one.opened().identity().equals(other.opened().identity());
    } catch (FileFailure e) {
      return one.opened() == other.opened();
    }
  }
}
