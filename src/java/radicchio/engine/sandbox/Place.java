package radicchio.engine.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where a guest's path leads: elements from the root on, each the name of a directory that is no link, but the
 * last, which may be anything, or nothing yet.
 */
record Place(SandboxFileSystem system, List<String> elements) {
  private static final int MOST_LINKS = 40;

  /**
   * Follows a path through the directories and links that there are.
   *
   * @param followLast whether a link in the last place is followed
   * @throws Refused where it leaves the root
   */
  static Place of(SandboxPath path, boolean followLast) throws IOException {
    if (path.isAbsolute()) {
      throw leaves(path.toString());
    }
    List<String> at = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(path.elements());
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        up(at, path);
        continue;
      }
      at.add(requireName(path, name));
      Optional<BasicFileAttributes> found = attributes(real(path.system(), at));
      boolean last = rest.isEmpty();
      if (found.isEmpty()) {
        requireNoMore(rest, path);
        break;
      }
      if (found.get().isSymbolicLink() && (followLast || !last)) {
        if (++links > MOST_LINKS) {
          throw new Refused(Errno.LOOP, path.toString(), "more than " + MOST_LINKS + " symbolic links");
        }
        push(rest, link(path, at));
        at.remove(at.size() - 1);
      } else if (!last && !found.get().isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
    }
    return new Place(path.system(), List.copyOf(at));
  }

  static boolean follows(LinkOption... options) {
    return !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
  }

  private static void up(List<String> at, SandboxPath path) throws Refused {
    if (at.isEmpty()) {
      throw leaves(path.toString());
    }
    at.remove(at.size() - 1);
  }

  private static void push(Deque<String> rest, List<String> target) {
    for (int i = target.size() - 1; i >= 0; i--) {
      rest.push(target.get(i));
    }
  }

  private static List<String> link(SandboxPath path, List<String> at) throws IOException {
    Path target = Files.readSymbolicLink(real(path.system(), at));
    if (target.isAbsolute()) {
      throw leaves(path.toString());
    }
    return List.of(target.toString().replace(target.getFileSystem().getSeparator(), "/").split("/", -1));
  }

  private static void requireNoMore(Deque<String> rest, SandboxPath path) throws IOException {
    if (!rest.stream().allMatch(name -> name.isEmpty() || name.equals("."))) {
      throw new NoSuchFileException(path.toString());
    }
  }

  /** A name must be one name on the host too, whose separators and roots may be others. */
  private static String requireName(SandboxPath path, String name) throws Refused {
    try {
      Path host = path.system().directory.getFileSystem().getPath(name);
      if (host.getNameCount() != 1 || host.getRoot() != null) {
        throw leaves(path.toString());
      }
      return name;
    } catch (InvalidPathException e) {
      throw new Refused(Errno.ILSEQ, path.toString(), "no name that the host can have");
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path real) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Path real(SandboxFileSystem system, List<String> elements) {
    Path real = system.directory;
    for (String element : elements) {
      real = real.resolve(element);
    }
    return real;
  }

  static Refused leaves(String path) {
    return new Refused(Errno.NOTCAPABLE, path, "leaves the directory that was granted");
  }

  /** Its path on the host, through no link. */
  Path real() {
    return real(system, elements);
  }

  boolean isRoot() {
    return elements.isEmpty();
  }

  String name() {
    return elements.get(elements.size() - 1);
  }

  /** The directories above it, the granted one excluded. */
  List<String> parents() {
    return elements.subList(0, elements.size() - 1);
  }

  Optional<BasicFileAttributes> attributes() throws IOException {
    return attributes(real());
  }
}
