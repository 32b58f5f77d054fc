package radicchio.wasi.files;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * A directory that was granted to a guest, or a directory below it that the guest opened, with the operations on paths relative to
 * it. No path leads above it, neither by {@code ..} nor by a symbolic link. Links that are absolute or lead out are not followed and
 * not made. Only regular files and directories are opened. Any thread may use it. One thread at a time may use what it opens.
 *
 * <p>All operations throw {@link FileFailure}, and {@link InterruptedException} if the thread is interrupted while it waits for
 * operations of other guests.
 */
public final class Directory implements Opened {
  static {
    initialize();
  }

  private final DirectoryGrant grant;
  private final HostDirectory directory;
  private final EntryChanges changes;

  private Directory(DirectoryGrant grant, HostDirectory directory) {
    this.grant = grant;
    this.directory = directory;
    this.changes = new EntryChanges(grant);
  }

  /**
   * Initializes the classes that calls of guests use. A guest determines the depth of the stack at a call, and a class whose
   * initialization runs out of stack can never be used again in this JVM.
   */
  private static void initialize() {
    try {
      for (Class<?> each :
          List.of(
              DirectoryGrant.class,
              EntryChanges.class,
              FileError.class,
              FileFailure.class,
              FileIdentity.class,
              FileStat.class,
              FileType.class,
              GrantLock.class,
              GuestPath.class,
              HostDirectory.class,
              Listing.class,
              NewEntry.class,
              OpenFile.class,
              OpenFlag.class,
              OpenOnes.class,
              Opening.class,
              Times.class,
              Walk.class,
              Whereabouts.class)) {
        MethodHandles.lookup().ensureInitialized(each);
      }
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Grants a directory of the host, of any file system.
   *
   * @param readOnly whether every change is refused
   * @throws IOException if the directory does not exist
   */
  public static Directory grant(Path directory, boolean readOnly) throws IOException {
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(directory.toString());
    }
    HostDirectory root = HostDirectory.open(real).keep();
    return new Directory(new DirectoryGrant(root, readOnly, new NewEntry(root)), root);
  }

  /** Tests whether every change is refused. */
  public boolean readOnly() {
    return grant.readOnly();
  }

  // Opening

  /** Opens the file or directory at a path, or makes a file there. The caller must close the result. */
  public Opened open(String text, Set<OpenFlag> flags) throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    if (flags.contains(OpenFlag.DIRECTORY)
        && (flags.contains(OpenFlag.CREATE)
            || flags.contains(OpenFlag.EXCLUSIVE)
            || flags.contains(OpenFlag.TRUNCATE))) {
      throw new FileFailure(
          FileError.INVALID, "opening a path as a directory cannot make or truncate a file");
    }
    Opening opening = new Opening(grant, flags, kept -> new Directory(grant, kept));
    boolean follow = (flags.contains(OpenFlag.FOLLOW) || path.slash()) && !opening.exclusive();
    GrantLock.Action<Opened> action =
        () -> {
          try (Walk walk = walk(path, follow)) {
            return opening.at(walk);
          }
        };
    return flags.contains(OpenFlag.CREATE) || flags.contains(OpenFlag.TRUNCATE)
        ? GrantLock.writing(action)
        : GrantLock.reading(action);
  }

  private Walk walk(GuestPath path, boolean follow) throws IOException, FileFailure {
    return follow ? Walk.following(directory, path) : Walk.naming(directory, path);
  }

  // Files and their attributes

  @Override
  public FileStat stat() throws FileFailure, InterruptedException {
    return GrantLock.reading(() -> FileStat.of(directory.attributes(), directory.path()));
  }

  /** Returns the attributes of what is at a path. If the last part is a link that is not followed, returns those of the link. */
  public FileStat stat(String text, boolean follow) throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    return GrantLock.reading(
        () -> {
          try (Walk walk = walk(path, follow || path.slash())) {
            HostDirectory at = walk.directory();
            if (walk.name().isEmpty()) {
              return FileStat.of(at.attributes(), at.path());
            }
            walk.requireDirectoryBeforeSlash();
            return FileStat.of(walk.requireFound(), at.path().resolve(walk.name().get()));
          }
        });
  }

  @Override
  public FileIdentity identity() throws FileFailure, InterruptedException {
    return GrantLock.reading(() -> FileIdentity.of(directory.attributes(), directory.path()));
  }

  /** Returns the identity of what {@link #stat(String, boolean)} finds. */
  public FileIdentity identity(String text, boolean follow)
      throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    return GrantLock.reading(
        () -> {
          try (Walk walk = walk(path, follow || path.slash())) {
            HostDirectory at = walk.directory();
            if (walk.name().isEmpty()) {
              return FileIdentity.of(at.attributes(), at.path());
            }
            walk.requireDirectoryBeforeSlash();
            return FileIdentity.of(walk.requireFound(), at.path().resolve(walk.name().get()));
          }
        });
  }

  @Override
  public void setTimes(Times times) throws FileFailure, InterruptedException {
    grant.requireWritable();
    GrantLock.writing(
        () -> {
          directory.setTimes(times.accessed(), times.modified());
          return this;
        });
  }

  /**
   * Sets the times of what {@link #stat(String, boolean)} finds.
   *
   * @throws FileFailure {@code UNSUPPORTED} for a link that is not followed, because the JDK cannot set its times
   */
  public void setTimes(String text, boolean follow, Times times)
      throws FileFailure, InterruptedException {
    grant.requireWritable();
    GuestPath path = GuestPath.of(text);
    GrantLock.writing(
        () -> {
          try (Walk walk = walk(path, follow || path.slash())) {
            if (walk.name().isEmpty()) {
              walk.directory().setTimes(times.accessed(), times.modified());
            } else {
              walk.requireDirectoryBeforeSlash();
              requireTimes(walk.requireFound());
              walk.directory().setTimes(walk.name().get(), times.accessed(), times.modified());
            }
            return this;
          }
        });
  }

  /** Checks that it can be opened to set its times: a link cannot, and opening a pipe waits. */
  private static void requireTimes(BasicFileAttributes found) throws FileFailure {
    if (!found.isRegularFile() && !found.isDirectory()) {
      throw new FileFailure(FileError.UNSUPPORTED, "cannot set the times of a link or a device");
    }
  }

  /** Returns its entries. The caller must close the result. */
  public Listing list() throws FileFailure, InterruptedException {
    return GrantLock.reading(() -> Listing.of(directory, directory.same(grant.root())));
  }

  /** Returns the target of a link, as a text with slashes. */
  public String readLink(String text) throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    return GrantLock.reading(
        () -> {
          try (Walk walk = walk(path, path.slash())) {
            walk.requireName(FileError.INVALID);
            if (!walk.requireFound().isSymbolicLink()) {
              throw new FileFailure(FileError.INVALID, "not a symbolic link");
            }
            return GuestPath.targetText(walk.target());
          }
        });
  }

  // Changes

  /** A change of the entry at a path. */
  @FunctionalInterface
  private interface Change {
    void on(Walk walk) throws IOException, FileFailure;
  }

  private void changing(String text, Change change) throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    GrantLock.writing(
        () -> {
          try (Walk walk = Walk.naming(directory, path)) {
            grant.requireWritable();
            change.on(walk);
            return this;
          }
        });
  }

  /** Makes a directory. */
  public void createDirectory(String text) throws FileFailure, InterruptedException {
    changing(text, changes::createDirectory);
  }

  /** Removes an empty directory. */
  public void removeDirectory(String text) throws FileFailure, InterruptedException {
    changing(text, changes::removeDirectory);
  }

  /** Removes a name that is not a directory's. */
  public void unlink(String text) throws FileFailure, InterruptedException {
    changing(text, changes::unlink);
  }

  /**
   * Makes a link whose target is the text.
   *
   * @throws FileFailure {@code LEAVES} if the text of the target leads out of the granted directory. A target that leads out through
   *     another link is refused when it is followed
   */
  public void createSymbolicLink(String target, String text)
      throws FileFailure, InterruptedException {
    GuestPath to = EntryChanges.linkTarget(target);
    changing(text, walk -> changes.createSymbolicLink(walk, target, to));
  }

  /** A change of the entries at two paths. */
  @FunctionalInterface
  private interface ChangeOfTwo {
    void on(Walk from, Walk to) throws IOException, FileFailure;
  }

  private void changing(String text, Directory to, String newText, ChangeOfTwo change)
      throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    GuestPath newPath = GuestPath.of(newText);
    GrantLock.writing(
        () -> {
          try (Walk old = Walk.naming(directory, path);
              Walk made = Walk.naming(to.directory, newPath)) {
            change.on(old, made);
            return this;
          }
        });
  }

  private void requireSameGrant(Directory other) throws FileFailure {
    if (other.grant != grant) {
      throw new FileFailure(FileError.CROSS_DEVICE, "the two directories were granted separately");
    }
  }

  /** Gives a file an additional name. */
  public void link(String text, Directory to, String newText)
      throws FileFailure, InterruptedException {
    changing(
        text,
        to,
        newText,
        (old, made) -> {
          requireSameGrant(to);
          changes.link(old, made);
        });
  }

  /** Gives a file or directory another name. It replaces what has that name. */
  public void rename(String text, Directory to, String newText)
      throws FileFailure, InterruptedException {
    changing(
        text,
        to,
        newText,
        (old, made) -> {
          grant.requireWritable();
          requireSameGrant(to);
          changes.rename(old, made);
        });
  }

  @Override
  public void close() throws FileFailure {
    GrantLock.cleaning(
        () -> {
          directory.close();
          return this;
        });
  }
}
