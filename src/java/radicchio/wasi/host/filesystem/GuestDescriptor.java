package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Opened;

/** {@code descriptor}: an open file or directory, and what may be done with it. */
public sealed interface GuestDescriptor {

  /** What was opened. */
  Opened opened();

  /** {@code descriptor-flags}. */
  long flags();

  /** Whether what is in it may be changed by way of this descriptor. */
  boolean mutates();

  /** Releases its resources. */
  void close() throws FileFailure;

  /** A file. */
  record File(SharedFile shared, boolean reads, boolean writes) implements GuestDescriptor {
    @Override
    public Opened opened() {
      return shared.file();
    }

    @Override
    public long flags() {
      return (reads ? DescriptorFlags.READ : 0) | (writes ? DescriptorFlags.WRITE : 0);
    }

    @Override
    public boolean mutates() {
      return false;
    }

    @Override
    public void close() throws FileFailure {
      shared.release();
    }
  }

  /**
   * A directory.
   *
   * @param asked whether it was opened in order to be changed, which its flags tell
   * @param limit of which it took a place
   */
  record Folder(Directory directory, boolean asked, boolean mutates, OpenLimit limit)
      implements GuestDescriptor {
    @Override
    public Opened opened() {
      return directory;
    }

    @Override
    public long flags() {
      return DescriptorFlags.READ | (asked ? DescriptorFlags.MUTATE_DIRECTORY : 0);
    }

    @Override
    public void close() throws FileFailure {
      limit.release();
      directory.close();
    }
  }

  /** A directory that was granted: it is open as long as the instance lives. */
  record Preopened(Directory directory) implements GuestDescriptor {
    @Override
    public Opened opened() {
      return directory;
    }

    @Override
    public long flags() {
      return DescriptorFlags.READ | (mutates() ? DescriptorFlags.MUTATE_DIRECTORY : 0);
    }

    @Override
    public boolean mutates() {
      return !directory.readOnly();
    }

    @Override
    public void close() {
      // the host closes it
    }
  }

  default File file() throws FileFailure {
    if (this instanceof File file) {
      return file;
    }
    throw new FileFailure(FileError.BAD_DESCRIPTOR, "a directory, where a file is needed");
  }

  default File readable() throws FileFailure {
    if (opened() instanceof Directory) {
      throw new FileFailure(FileError.IS_DIRECTORY, "a directory, which is not read as a file");
    }
    File file = file();
    if (!file.reads()) {
      throw new FileFailure(FileError.BAD_DESCRIPTOR, "a file that was not opened to be read");
    }
    return file;
  }

  default File writable() throws FileFailure {
    File file = file();
    if (!file.writes()) {
      file.shared().file().requireWritable();
      throw new FileFailure(FileError.BAD_DESCRIPTOR, "a file that was not opened to be written");
    }
    return file;
  }

  default Directory directory() throws FileFailure {
    if (opened() instanceof Directory directory) {
      return directory;
    }
    throw new FileFailure(FileError.NOT_DIRECTORY, "a file, where a directory is needed");
  }

  /** A directory of which what is in it may be changed. */
  default Directory mutable() throws FileFailure {
    Directory directory = directory();
    if (!mutates()) {
      throw new FileFailure(FileError.GRANTED_READ_ONLY, "a directory that was granted read-only");
    }
    return directory;
  }
}
