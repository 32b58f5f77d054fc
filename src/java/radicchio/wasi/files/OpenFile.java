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
 * An open regular file. Bytes and size are those of the file that was opened, wherever it is now. The JDK has
 * nothing else for an open file; times and the like are asked by the name under which it was opened, or to which a
 * guest of this JVM moved it, while the same file is there, and are the last ones seen afterwards. Any thread may use it.
 */
public final class OpenFile implements Opened {
  static final OpenOnes<OpenFile> OPEN = new OpenOnes<>();

  private final DirectoryGrant grant;
  private final SeekableByteChannel channel;
  private final boolean keyed;

  /** Guarded by {@link GrantLock}, as the two below. */
  private HostDirectory parent;

  private Optional<Path> name;
  private Optional<BasicFileAttributes> seen;

  /** @param seen empty if its file system shows it later */
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
   * Reads at a position into what remains of the buffer.
   *
   * @return how many bytes; -1 at the end
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

  /** Writes at a position what remains in the buffer; how many bytes. Throws as {@link #read}. */
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

  /** Some channels cannot be positioned, but are at the right place while a file is written from its beginning. */
  private SeekableByteChannel at(long position) throws IOException {
    return channel.position() == position ? channel : channel.position(position);
  }

  public long size() throws FileFailure {
    return GrantLock.translated(channel::size);
  }

  /** Cuts the file, or makes it longer with zeros. */
  public void setSize(long size) throws FileFailure, InterruptedException {
    if (size < 0) {
      throw new FileFailure(FileError.INVALID, "a negative size");
    }
    long now = size();
    if (size < now) {
      transfer(() -> channel.truncate(size));
    } else if (size > now) {
      write(ByteBuffer.allocate(1), size - 1);
    }
  }

  /**
   * Waits until what was written is on the disk.
   *
   * @param metadata whether times and the like are to be there too
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
    if (Thread.interrupted()) { // the channel would be closed
      throw new InterruptedException();
    }
    return GrantLock.translated(
        () -> {
          try {
            return action.run();
          } catch (ClosedByInterruptException e) {
            throw new FileFailure(FileError.BAD_DESCRIPTOR, "closed by an interrupt");
          }
        });
  }

  // What it is

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
                FileError.UNSUPPORTED, "the times of an open file that lost its name");
          }
          parent.setTimes(name.orElseThrow(), times.accessed(), times.modified());
          return this;
        });
  }

  /** The attributes of this very file by its name; empty if it lost it. */
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

  // Where it is

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

  /** @param directory is this file's from now on */
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
            channel.close(); // may write, so without the lock
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
