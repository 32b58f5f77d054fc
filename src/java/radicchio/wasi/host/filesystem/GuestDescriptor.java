package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.Opened;

/** {@code descriptor}: an open file or directory, and the permissions of the guest for it. */
public sealed interface GuestDescriptor {

  /** Returns the open file or directory. */
  Opened opened();

  /** {@code descriptor-flags}. */
  long flags();

  /** Tests whether its entries may be changed through this descriptor. */
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
   * @param asked whether it was opened with the flag for changes
   * @param limit counts it
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

  /** A granted directory, which is open as long as the instance lives. */
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
    throw new FileFailure(FileError.BAD_DESCRIPTOR, "expected a file, got a directory");
  }

  default File readable() throws FileFailure {
    if (opened() instanceof Directory) {
      throw new FileFailure(FileError.IS_DIRECTORY, "a directory cannot be read as a file");
    }
    File file = file();
    if (!file.reads()) {
      throw new FileFailure(FileError.BAD_DESCRIPTOR, "the file was not opened for reading");
    }
    return file;
  }

  default File writable() throws FileFailure {
    File file = file();
    if (!file.writes()) {
      file.shared().file().requireWritable();
      throw new FileFailure(FileError.BAD_DESCRIPTOR, "the file was not opened for writing");
    }
    return file;
  }

  default Directory directory() throws FileFailure {
    if (opened() instanceof Directory directory) {
      return directory;
    }
    throw new FileFailure(FileError.NOT_DIRECTORY, "expected a directory, got a file");
  }

  /** Returns the directory, whose entries may be changed. */
  default Directory mutable() throws FileFailure {
    Directory directory = directory();
    if (!mutates()) {
      throw new FileFailure(FileError.GRANTED_READ_ONLY, "the directory was granted read-only");
    }
    return directory;
  }
}
