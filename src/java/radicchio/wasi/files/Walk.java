package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Resolves a guest's path from an open directory, step by step and never above it. Each directory is opened relative
 * to the previous one, without following links. Links are read, and their targets are resolved in the same way. The
 * result is valid while {@link GrantLock} is held, and must be closed.
 */
final class Walk implements AutoCloseable {
  private static final int MOST_LINKS = 40;

  /** The most directories that one walk opens, because others wait for the lock meanwhile. */
  private static final int MOST_STEPS = 4096;

  private final HostDirectory start;
  private final boolean follow;
  private final Deque<String> rest = new ArrayDeque<>();
  private final List<Path> above = new ArrayList<>();
  private HostDirectory directory;
  private Optional<Path> name = Optional.empty();
  private Optional<BasicFileAttributes> found = Optional.empty();
  private boolean slash;
  private int links;
  private int steps;

  private Walk(HostDirectory start, GuestPath path, boolean follow) {
    this.start = start;
    this.follow = follow;
    this.directory = start;
    this.slash = path.slash();
    rest.addAll(path.names());
  }

  /** Resolves a path. Follows a link in the last part. */
  static Walk following(HostDirectory start, GuestPath path) throws IOException, FileFailure {
    return new Walk(start, path, true).run();
  }

  /** Resolves a path. Does not follow a link in the last part. */
  static Walk naming(HostDirectory start, GuestPath path) throws IOException, FileFailure {
    return new Walk(start, path, false).run();
  }

  private Walk run() throws IOException, FileFailure {
    try {
      while (!rest.isEmpty()) {
        step(rest.pop());
      }
      return this;
    } catch (IOException | FileFailure | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void step(String text) throws IOException, FileFailure {
    if (GuestPath.stays(text)) {
      return;
    }
    if (GuestPath.goesUp(text)) {
      up();
      return;
    }
    Path next = GuestPath.hostName(start.path().getFileSystem(), text);
    Optional<BasicFileAttributes> there = directory.attributes(next);
    boolean last = rest.isEmpty();
    if (there.filter(BasicFileAttributes::isSymbolicLink).isPresent() && (!last || follow)) {
      follow(next, there.get());
    } else if (last) {
      name = Optional.of(next);
      found = there;
    } else {
      enter(next, there);
    }
  }

  private void enter(Path next, Optional<BasicFileAttributes> there)
      throws IOException, FileFailure {
    if (there.isEmpty()) {
      throw new FileFailure(FileError.NO_ENTRY, "no such directory");
    }
    if (!there.get().isDirectory()) {
      throw new FileFailure(FileError.NOT_DIRECTORY, "not a directory, but a slash follows");
    }
    open(next);
    above.add(next);
  }

  private void open(Path next) throws IOException, FileFailure {
    if (++steps > MOST_STEPS) {
      throw new FileFailure(
          FileError.NAME_TOO_LONG,
          "expected a path of at most " + MOST_STEPS + " steps, got a longer one");
    }
    HostDirectory child = directory.child(next);
    leave();
    directory = child;
  }

  /** Goes up by resolving the path from the start again, because the directories above are not kept open. */
  private void up() throws IOException, FileFailure {
    if (above.isEmpty()) {
      throw GuestPath.leaves();
    }
    above.remove(above.size() - 1);
    leave();
    for (Path each : above) {
      open(each);
    }
  }

  private void leave() throws IOException {
    HostDirectory left = directory;
    directory = start;
    if (left != start) {
      left.close();
    }
  }

  private void follow(Path link, BasicFileAttributes seen) throws IOException, FileFailure {
    if (++links > MOST_LINKS) {
      throw new FileFailure(
          FileError.LOOP, "expected at most " + MOST_LINKS + " symbolic links in a path, got more");
    }
    GuestPath target = GuestPath.ofTarget(target(directory, link, seen));
    if (rest.isEmpty()) {
      slash |= target.slash();
    }
    for (int i = target.names().size() - 1; i >= 0; i--) {
      rest.push(target.names().get(i));
    }
  }

  /**
   * Returns the target of a link. The JDK reads a link by its path, so this checks that it is the link that was
   * found.
   */
  private static Path target(HostDirectory directory, Path link, BasicFileAttributes seen)
      throws IOException, FileFailure {
    Path path = directory.verifiedPath().resolve(link);
    Path target = Files.readSymbolicLink(path);
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!HostDirectory.sameFile(seen, now)) {
      throw new FileFailure(FileError.NO_ENTRY, "another process moved the link");
    }
    return target;
  }

  /** Returns the directory that contains the name, or the directory itself if there is no name. */
  HostDirectory directory() {
    return directory;
  }

  /** Returns the last name; empty if the path ends with {@code .} or {@code ..}. */
  Optional<Path> name() {
    return name;
  }

  Path requireName(FileError otherwise) throws FileFailure {
    return name.orElseThrow(() -> new FileFailure(otherwise, "the path ends with . or .."));
  }

  /** Returns the attributes of the entry with that name; empty if there is none. */
  Optional<BasicFileAttributes> found() {
    return found;
  }

  BasicFileAttributes requireFound() throws FileFailure {
    return found.orElseThrow(() -> new FileFailure(FileError.NO_ENTRY, "no such file"));
  }

  /** Tests whether the path ends with a slash. */
  boolean slash() {
    return slash;
  }

  /** Checks that the entry is a directory if the path ends with a slash. */
  void requireDirectoryBeforeSlash() throws FileFailure {
    if (slash && found.isPresent() && !found.get().isDirectory()) {
      throw new FileFailure(FileError.NOT_DIRECTORY, "not a directory, but a slash follows");
    }
  }

  /** Returns the target of the link that was found. */
  Path target() throws IOException, FileFailure {
    return target(directory, name.orElseThrow(), found.orElseThrow());
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
