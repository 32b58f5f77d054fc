package radicchio.wasi.files;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A directory that a guest was granted, or one below it that it opened, and what may be done by paths relative to it.
 * No path leads above it: neither by {@code ..} nor by a symbolic link. A link that is absolute or leads out may be
 * there, and is not followed; nor is one made. Nothing but regular files, directories and links is opened. Any
 * thread may use it; what it opens is used by one at a time.
 *
 * <p>All operations throw {@link FileFailure}, and {@link InterruptedException} if the thread is interrupted while it
 * waits for those of other guests.
 */
public final class Directory implements Opened {
  private static final int MOST_TARGET = 4096;

  /**
   * What was granted.
   *
   * @param root the granted directory; its path and that of one below it tell how deep that one is
   */
  record Grant(HostDirectory root, boolean readOnly, NewEntry making) {
    void requireWritable() throws FileFailure {
      if (readOnly) {
        throw new FileFailure(FileError.GRANTED_READ_ONLY, "the directory was granted read-only");
      }
    }
  }

  static {
    initialize();
  }

  private final Grant grant;
  private final HostDirectory directory;

  Directory(Grant grant, HostDirectory directory) {
    this.grant = grant;
    this.directory = directory;
  }

  /**
   * Initializes what guests' calls use: a guest decides how deep the stack is when it calls, and a class whose
   * initialization runs out of stack can never be used again in this JVM.
   */
  private static void initialize() {
    try {
      for (Class<?> each :
          List.of(
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
   * A directory of the host, of any file system.
   *
   * @param readOnly whether everything that would change it is refused
   * @throws IOException if there is no such directory
   */
  public static Directory grant(Path directory, boolean readOnly) throws IOException {
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(directory.toString());
    }
    HostDirectory root = HostDirectory.open(real).keep();
    return new Directory(new Grant(root, readOnly, new NewEntry(root)), root);
  }

  /** Whether everything that would change it is refused. */
  public boolean readOnly() {
    return grant.readOnly();
  }

  // Opening

  /** Opens what a path means, or makes a file there. */
  public Opened open(String text, Set<OpenFlag> flags) throws FileFailure, InterruptedException {
    GuestPath path = GuestPath.of(text);
    if (flags.contains(OpenFlag.DIRECTORY)
        && (flags.contains(OpenFlag.CREATE)
            || flags.contains(OpenFlag.EXCLUSIVE)
            || flags.contains(OpenFlag.TRUNCATE))) {
      throw new FileFailure(
          FileError.INVALID, "a directory that is to be made or cut by opening it");
    }
    Opening opening = new Opening(grant, flags);
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

  // What is there

  @Override
  public FileStat stat() throws FileFailure, InterruptedException {
    return GrantLock.reading(() -> FileStat.of(directory.attributes(), directory.path()));
  }

  /** What a path means; if a link in the last place is not followed, the link. */
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

  /** As {@link #stat(String, boolean)} finds it. */
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
   * As {@link #stat(String, boolean)} finds it.
   *
   * @throws FileFailure {@code UNSUPPORTED} for a link that is not followed: the JDK cannot set its times
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

  /** Times are set through the opened file: a link cannot be opened, and a pipe waits. */
  private static void requireTimes(BasicFileAttributes found) throws FileFailure {
    if (!found.isRegularFile() && !found.isDirectory()) {
      throw new FileFailure(FileError.UNSUPPORTED, "the times of a link or device");
    }
  }

  /** Its entries; closed by the caller. */
  public Listing list() throws FileFailure, InterruptedException {
    return GrantLock.reading(() -> Listing.of(directory, directory.same(grant.root())));
  }

  /** The target of a link, as a text with slashes. */
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

  /** An operation on the name that a path is. */
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

  private static Path requireFree(Walk walk) throws FileFailure {
    Path name = walk.requireName(FileError.EXISTS);
    if (walk.found().isPresent()) {
      throw new FileFailure(FileError.EXISTS, "something is there already");
    }
    return name;
  }

  private static void requireNoSlash(Walk walk) throws FileFailure {
    if (walk.slash()) {
      throw new FileFailure(
          FileError.NO_ENTRY, "a name that ends with a slash and is not a directory's");
    }
  }

  public void createDirectory(String text) throws FileFailure, InterruptedException {
    changing(text, walk -> grant.making().directory(walk.directory(), requireFree(walk)));
  }

  public void removeDirectory(String text) throws FileFailure, InterruptedException {
    changing(
        text,
        walk -> {
          Path name = walk.requireName(FileError.INVALID);
          if (!walk.requireFound().isDirectory()) {
            throw new FileFailure(FileError.NOT_DIRECTORY, "not a directory");
          }
          walk.directory().deleteDirectory(name);
        });
  }

  /** Removes a name that is not a directory's. */
  public void unlink(String text) throws FileFailure, InterruptedException {
    changing(
        text,
        walk -> {
          Path name = walk.requireName(FileError.IS_DIRECTORY);
          if (walk.requireFound().isDirectory()) {
            throw new FileFailure(FileError.IS_DIRECTORY, "a directory is removed as one");
          }
          walk.requireDirectoryBeforeSlash();
          walk.directory().deleteFile(name);
          Whereabouts.removed(walk.directory(), name);
        });
  }

  /**
   * Makes a link whose target is the text.
   *
   * @throws FileFailure {@code LEAVES} if the target leads out by its own text; a target that leads out by way of
   *     another link is refused when it is followed
   */
  public void createSymbolicLink(String target, String text)
      throws FileFailure, InterruptedException {
    if (target.isEmpty() || target.length() > MOST_TARGET) {
      throw new FileFailure(
          target.isEmpty() ? FileError.NO_ENTRY : FileError.NAME_TOO_LONG, "the target of a link");
    }
    GuestPath to = GuestPath.of(target);
    changing(
        text,
        walk -> {
          Path name = requireFree(walk);
          requireNoSlash(walk);
          requireInside(walk.directory(), to);
          grant
              .making()
              .symbolicLink(
                  walk.directory(), name, directory.path().getFileSystem().getPath(target));
        });
  }

  private void requireInside(HostDirectory link, GuestPath target) throws FileFailure {
    int depth = link.path().getNameCount() - grant.root().path().getNameCount();
    for (String name : target.names()) {
      if (GuestPath.goesUp(name)) {
        depth--;
      } else if (!GuestPath.stays(name)) {
        GuestPath.hostName(link.path().getFileSystem(), name);
        depth++;
      }
      if (depth < 0) {
        throw GuestPath.leaves();
      }
    }
  }

  /** An operation on the names that two paths are. */
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
      throw new FileFailure(FileError.CROSS_DEVICE, "two directories that were granted apart");
    }
  }

  /** Gives a file another name too. */
  public void link(String text, Directory to, String newText)
      throws FileFailure, InterruptedException {
    changing(
        text,
        to,
        newText,
        (old, made) -> {
          requireSameGrant(to);
          grant.requireWritable();
          Path name = old.requireName(FileError.NOT_PERMITTED);
          if (old.requireFound().isDirectory()) {
            throw new FileFailure(FileError.NOT_PERMITTED, "a directory has one name");
          }
          old.requireDirectoryBeforeSlash();
          Path newName = requireFree(made);
          requireNoSlash(made);
          Path existing = old.directory().verifiedPath().resolve(name);
          grant.making().hardLink(made.directory(), newName, existing, old.requireFound());
        });
  }

  /** Moves what has a name, in place of what has the new one. */
  public void rename(String text, Directory to, String newText)
      throws FileFailure, InterruptedException {
    changing(
        text,
        to,
        newText,
        (old, made) -> {
          grant.requireWritable();
          requireSameGrant(to);
          Path name = old.requireName(FileError.INVALID);
          Path newName = made.requireName(FileError.INVALID);
          BasicFileAttributes moving = old.requireFound();
          old.requireDirectoryBeforeSlash();
          requireReplaceable(old, made, moving);
          old.directory().move(name, made.directory(), newName);
          if (old.directory().attributes(name).isEmpty()) { // two names of one file both stay
            Whereabouts.moved(old.directory(), name, made.directory(), newName);
          }
        });
  }

  private static void requireReplaceable(Walk old, Walk made, BasicFileAttributes moving)
      throws FileFailure {
    boolean directory = moving.isDirectory();
    if (made.slash() && !directory) {
      throw new FileFailure(FileError.NOT_DIRECTORY, "a file is moved to the name of a directory");
    }
    Path from = old.directory().path().resolve(old.name().orElseThrow());
    if (directory && made.directory().path().startsWith(from)) {
      throw new FileFailure(FileError.INVALID, "a directory is moved into itself");
    }
    Optional<BasicFileAttributes> there = made.found();
    if (there.isPresent() && directory != there.get().isDirectory()) {
      throw directory
          ? new FileFailure(FileError.NOT_DIRECTORY, "a directory is moved onto something else")
          : new FileFailure(FileError.IS_DIRECTORY, "a file is moved onto a directory");
    }
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
