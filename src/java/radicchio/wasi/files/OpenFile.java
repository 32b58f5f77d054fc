package radicchio.wasi.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * An open regular file. Its bytes and its size are those of the opened file, even after it was moved. The JDK reads
 * all other attributes by name: by the name under which it was opened, or to which a guest of this JVM moved it. If
 * another file has that name now, the last known attributes are returned. Any thread may use it.
 */
public final class OpenFile implements Opened {
  static final OpenOnes<OpenFile> OPEN = new OpenOnes<>();

  private final DirectoryGrant grant;
  private final SeekableByteChannel channel;
  private final boolean keyed;

  /** Guarded by {@link GrantLock}, like the next two fields. */
  private HostDirectory parent;

  private Optional<Path> name;
  private Optional<BasicFileAttributes> seen;

  /** @param seen its attributes; empty if its file system does not list it yet */
  OpenFile(
      DirectoryGrant grant,
      SeekableByteChannel channel,
      HostDirectory parent,
      Path name,
      Optional<BasicFileAttributes> seen) {
    this.grant = grant;
    this.channel = channel;
    this.parent = parent;
    this.name = Optional.of(name);
    this.seen = seen;
    this.keyed = seen.map(BasicFileAttributes::fileKey).isPresent();
    OPEN.add(this);
  }

  /** @throws FileFailure if it is in a directory that was granted read-only */
  public void requireWritable() throws FileFailure {
    grant.requireWritable();
  }

  // Bytes

  /**
   * Reads at a position into the remaining bytes of the buffer.
   *
   * @return the number of bytes; -1 at the end
   * @throws InterruptedException if the thread was interrupted; the file may be closed then
   */
  public int read(ByteBuffer target, long position) throws FileFailure, InterruptedException {
    return transfer(
        () -> {
          if (channel instanceof FileChannel file) {
            return file.read(target, position);
          }
          synchronized (channel) {
            return at(position).read(target);
          }
        });
  }

  /**
   * Writes the remaining bytes of the buffer at a position. Returns the number of bytes. Throws as {@link #read}.
   */
  public int write(ByteBuffer source, long position) throws FileFailure, InterruptedException {
    return transfer(
        () -> {
          if (channel instanceof FileChannel file) {
            return file.write(source, position);
          }
          synchronized (channel) {
            return at(position).write(source);
          }
        });
  }

  /**
   * Returns the channel at a position. Some channels cannot change their position, but have the right one while a
   * file is written from its beginning.
   */
  private SeekableByteChannel at(long position) throws IOException {
    return channel.position() == position ? channel : channel.position(position);
  }

  public long size() throws FileFailure {
    return GrantLock.translated(channel::size);
  }

  /** Truncates the file, or extends it with zeros. */
  public void setSize(long size) throws FileFailure, InterruptedException {
    if (size < 0) {
      throw new FileFailure(FileError.INVALID, "expected a size of at least 0, got a negative one");
    }
    long now = size();
    if (size < now) {
      transfer(() -> channel.truncate(size));
    } else if (size > now) {
      write(ByteBuffer.allocate(1), size - 1);
    }
  }

  /**
   * Waits until the written bytes are on the disk.
   *
   * @param metadata whether to wait for times and other attributes, too
   */
  public void sync(boolean metadata) throws FileFailure, InterruptedException {
    if (channel instanceof FileChannel file) {
      transfer(
          () -> {
            file.force(metadata);
            return file;
          });
    }
  }

  private static <T> T transfer(GrantLock.Action<T> action)
      throws FileFailure, InterruptedException {
    if (Thread.interrupted()) { // otherwise the channel would be closed
      throw new InterruptedException();
    }
    return GrantLock.translated(
        () -> {
          try {
            return action.run();
          } catch (ClosedByInterruptException e) {
            throw new FileFailure(FileError.BAD_DESCRIPTOR, "an interrupt has closed the file");
          }
        });
  }

  // Attributes

  @Override
  public FileStat stat() throws FileFailure, InterruptedException {
    long size = size();
    return GrantLock.reading(
            () -> {
              Optional<BasicFileAttributes> there = there();
              if (there.isEmpty()) {
                return seen.map(FileStat::of).orElse(FileStat.UNSEEN);
              }
              seen = there;
              return FileStat.of(there.get(), parent.path().resolve(name.orElseThrow()));
            })
        .withSize(size);
  }

  @Override
  public FileIdentity identity() throws FileFailure, InterruptedException {
    return GrantLock.reading(
        () -> {
          FileSystem host = parent.path().getFileSystem();
          Optional<Object> key = seen.map(BasicFileAttributes::fileKey);
          if (key.isPresent()) {
            return new FileIdentity(host, key.get());
          }
          return new FileIdentity(
              host, name.<Object>map(now -> parent.path().resolve(now)).orElse(this));
        });
  }

  @Override
  public void setTimes(Times times) throws FileFailure, InterruptedException {
    grant.requireWritable();
    GrantLock.writing(
        () -> {
          if (there().isEmpty()) {
            throw new FileFailure(
                FileError.UNSUPPORTED, "cannot set the times of an open file without a name");
          }
          parent.setTimes(name.orElseThrow(), times.accessed(), times.modified());
          return this;
        });
  }

  /** Returns the current attributes of this file, found by its name; empty if it has lost the name. */
  private Optional<BasicFileAttributes> there() throws IOException {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return parent
        .attributes(name.get())
        .filter(
            now ->
                now.isRegularFile()
                    && seen.map(before -> HostDirectory.sameFile(before, now)).orElse(true));
  }

  // Name

  boolean isAt(HostDirectory directory, Path other) {
    return name.isPresent()
        && parent.same(directory)
        && (keyed
            ? name.get().equals(other)
            : name.get().toString().equalsIgnoreCase(other.toString()));
  }

  void detach() {
    name = Optional.empty();
  }

  /**
   * Changes its name.
   *
   * @param directory this file closes it
   */
  void movedTo(HostDirectory directory, Path newName) throws IOException {
    HostDirectory left = parent;
    parent = directory.keep();
    name = Optional.of(newName);
    left.close();
  }

  @Override
  public void close() throws FileFailure {
    OPEN.remove(this);
    try {
      GrantLock.translated(
          () -> {
            channel.close(); // without the lock, because it may write
            return this;
          });
    } finally {
      GrantLock.cleaning(
          () -> {
            parent.close();
            return this;
          });
    }
  }
}
