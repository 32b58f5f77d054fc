package radicchio.wasi.files;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of the host, for operations on its entries that do not follow links. If the file system can open files
 * relative to an open directory, the directory is kept open and stays the same, whatever happens to its path.
 * Otherwise it is identified by its path. All methods are called while {@link GrantLock} is held.
 */
final class HostDirectory implements AutoCloseable {
  /** The directories whose paths follow what guests move. */
  static final OpenOnes<HostDirectory> OPEN = new OpenOnes<>();

  private static final Cleaner CLEANER = Cleaner.create();
  private static final CopyOption[] ATOMIC = {
    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING
  };

  private final Optional<SecureDirectoryStream<Path>> stream;
  private final Optional<Object> key;

  /** Its path, which follows the moves by guests of this JVM. Guarded by {@link GrantLock}. */
  private Path path;

  private Optional<Cleaner.Cleanable> cleaning = Optional.empty();

  private HostDirectory(Path path, Optional<SecureDirectoryStream<Path>> stream)
      throws IOException {
    this.path = path;
    this.stream = stream;
    this.key = Optional.ofNullable(attributes().fileKey());
  }

  /**
   * Opens a directory.
   *
   * @param path a real path, or one below another host directory
   */
  static HostDirectory open(Path path) throws IOException {
    DirectoryStream<Path> opened = Files.newDirectoryStream(path);
    if (opened instanceof SecureDirectoryStream<Path> secure) {
      return opened(path, secure);
    }
    opened.close();
    return new HostDirectory(path, Optional.empty());
  }

  private static HostDirectory opened(Path path, SecureDirectoryStream<Path> stream)
      throws IOException {
    try {
      return new HostDirectory(path, Optional.of(stream));
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Opens the directory with that name, which was found to be one: opening anything else could wait forever. */
  HostDirectory child(Path name) throws IOException {
    return stream.isPresent()
        ? opened(
            path.resolve(name), stream.get().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS))
        : new HostDirectory(path.resolve(name), stream);
  }

  /** Opens the same directory again. */
  HostDirectory again() throws IOException {
    return stream.isPresent()
        ? opened(path, stream.get().newDirectoryStream(path.getFileSystem().getPath(".")))
        : new HostDirectory(path, stream);
  }

  /** Makes its path follow the moves by guests of this JVM. It is closed at the latest when it is garbage. */
  HostDirectory keep() {
    OPEN.add(this);
    cleaning = stream.map(open -> CLEANER.register(this, () -> closeLost(open)));
    return this;
  }

  private static void closeLost(DirectoryStream<Path> stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // it was only read, and nothing uses it any more
    }
  }

  boolean secure() {
    return stream.isPresent();
  }

  Path path() {
    return path;
  }

  void movedTo(Path newPath) {
    path = newPath;
  }

  /**
   * Returns its path, for operations that the JDK has only for paths.
   *
   * @throws FileFailure if another directory is there, because another process moved this one
   */
  Path verifiedPath() throws IOException, FileFailure {
    if (stream.isPresent()) {
      BasicFileAttributes there =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!key.equals(Optional.ofNullable(there.fileKey()))) {
        throw new FileFailure(FileError.NO_ENTRY, "another process moved the directory");
      }
    }
    return path;
  }

  /** Tests whether attributes are of the same file, as far as the file system shows. */
  static boolean sameFile(BasicFileAttributes a, BasicFileAttributes b) {
    return Optional.ofNullable(a.fileKey()).equals(Optional.ofNullable(b.fileKey()));
  }

  boolean same(HostDirectory other) {
    return key.isPresent() && other.key.isPresent()
        ? key.equals(other.key)
        : path.equals(other.path);
  }

  BasicFileAttributes attributes() throws IOException {
    return view().readAttributes();
  }

  private BasicFileAttributeView view() {
    return stream.isPresent()
        ? stream.get().getFileAttributeView(BasicFileAttributeView.class)
        : Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private BasicFileAttributeView view(Path name) {
    return stream.isPresent()
        ? stream
            .get()
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        : Files.getFileAttributeView(
            path.resolve(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the attributes of the entry with that name, without following a link; empty if there is none. */
  Optional<BasicFileAttributes> attributes(Path name) throws IOException {
    try {
      return Optional.of(view(name).readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Sets its own times.
   *
   * @param accessed empty for no change
   * @param modified empty for no change
   */
  void setTimes(Optional<FileTime> accessed, Optional<FileTime> modified) throws IOException {
    view().setTimes(modified.orElse(null), accessed.orElse(null), null);
  }

  /** Sets the times of a file or directory in it, as {@link #setTimes(Optional, Optional)} does. */
  void setTimes(Path name, Optional<FileTime> accessed, Optional<FileTime> modified)
      throws IOException {
    view(name).setTimes(modified.orElse(null), accessed.orElse(null), null);
  }

  SeekableByteChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    if (stream.isPresent()
        || path.getFileSystem()
            == FileSystems.getDefault()) { // other file systems may not have the option
      all.add(LinkOption.NOFOLLOW_LINKS);
    }
    return stream.isPresent()
        ? stream.get().newByteChannel(name, all)
        : Files.newByteChannel(path.resolve(name), all);
  }

  void deleteFile(Path name) throws IOException {
    if (stream.isPresent()) {
      stream.get().deleteFile(name);
    } else {
      Files.delete(path.resolve(name));
    }
  }

  void deleteDirectory(Path name) throws IOException {
    if (stream.isPresent()) {
      stream.get().deleteDirectory(name);
    } else {
      Files.delete(path.resolve(name));
    }
  }

  /** Moves an entry. It replaces an entry with the new name. */
  void move(Path name, HostDirectory to, Path newName) throws IOException {
    if (stream.isPresent() && to.stream.isPresent()) {
      moveOpen(stream.get(), name, to, newName);
      return;
    }
    requireWholeMove(path.resolve(name));
    try {
      Files.move(path.resolve(name), to.path.resolve(newName), ATOMIC);
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
      Files.move(path.resolve(name), to.path.resolve(newName), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Checks that a move takes all contents: the file system of zip files moves a directory without its entries. */
  private static void requireWholeMove(Path moving) throws IOException {
    if (moving.getFileSystem().provider().getScheme().equals("jar") && Files.isDirectory(moving)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(moving)) {
        if (entries.iterator().hasNext()) {
          throw new UnsupportedOperationException(
              "moving a directory of a zip file that is not empty");
        }
      }
    }
  }

  /**
   * Moves an entry of an open directory. The operating system replaces an existing entry; other file systems may
   * refuse to.
   */
  private static void moveOpen(
      SecureDirectoryStream<Path> from, Path name, HostDirectory to, Path newName)
      throws IOException {
    try {
      from.move(name, to.stream.orElseThrow(), newName);
    } catch (FileAlreadyExistsException e) {
      if (to.attributes(newName).filter(BasicFileAttributes::isDirectory).isPresent()) {
        to.deleteDirectory(newName);
      } else {
        to.deleteFile(newName);
      }
      from.move(name, to.stream.orElseThrow(), newName);
    }
  }

  /** Returns its entries, which can be read only once. Closing them closes this object. */
  DirectoryStream<Path> entries() throws IOException {
    return stream.isPresent() ? stream.get() : Files.newDirectoryStream(path);
  }

  @Override
  public void close() throws IOException {
    OPEN.remove(this);
    try {
      if (stream.isPresent()) {
        stream.get().close();
      }
    } finally {
      cleaning.ifPresent(Cleaner.Cleanable::clean);
    }
  }
}
