package radicchio.wasi.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A relative path as a guest spells it. What {@code ..} means depends on links, and is found out by a walk.
 *
 * @param names its parts, the empty ones left out
 * @param slash whether it ends with a slash, and so is the path of a directory
 */
record GuestPath(List<String> names, boolean slash) {
  /** In bytes, as on most hosts. It bounds the steps of a walk. */
  private static final int LONGEST = 4096;

  private static final Set<String> DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

  static GuestPath of(String text) throws FileFailure {
    if (text.isEmpty()) {
      throw new FileFailure(FileError.NO_ENTRY, "an empty path");
    }
    if (text.indexOf('\0') >= 0) {
      throw new FileFailure(FileError.INVALID, "a path with a zero byte");
    }
    if (text.length() > LONGEST || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new FileFailure(FileError.NAME_TOO_LONG, "a path of more than " + LONGEST + " bytes");
    }
    if (text.startsWith("/")) {
      throw leaves();
    }
    return parts(text);
  }

  /** The target of a symbolic link as a path. */
  static GuestPath ofTarget(Path target) throws FileFailure {
    if (target.isAbsolute() || target.getRoot() != null) {
      throw leaves();
    }
    return of(targetText(target));
  }

  /** The target of a symbolic link as guests see it. */
  static String targetText(Path target) {
    return target.toString().replace(target.getFileSystem().getSeparator(), "/");
  }

  private static GuestPath parts(String text) {
    List<String> names = new ArrayList<>(4);
    for (int from = 0, to; from < text.length(); from = to + 1) {
      int slash = text.indexOf('/', from);
      to = slash < 0 ? text.length() : slash;
      if (to > from) {
        names.add(text.substring(from, to));
      }
    }
    return new GuestPath(names, text.endsWith("/"));
  }

  static FileFailure leaves() {
    return new FileFailure(FileError.LEAVES, "the path leaves the directory that was granted");
  }

  static boolean stays(String name) {
    return name.equals(".");
  }

  static boolean goesUp(String name) {
    return name.equals("..");
  }

  /**
   * A name as the host's path of one element. Hosts have other separators, roots and names with a meaning of their
   * own; no such name is given to them.
   */
  static Path hostName(FileSystem host, String name) throws FileFailure {
    try {
      Path path = host.getPath(name);
      if (path.getNameCount() != 1 || path.getRoot() != null || path.isAbsolute()) {
        throw leaves();
      }
      if (!path.toString().equals(name) || host.getSeparator().equals("\\") && means(name)) {
        throw new FileFailure(FileError.ILLEGAL_NAME, "a name that the host reads as another one");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new FileFailure(FileError.ILLEGAL_NAME, "a name that the host cannot have");
    }
  }

  /** Whether a name means more than a file on Windows: a stream, a device, or the same without its end. */
  private static boolean means(String name) {
    if (name.indexOf(':') >= 0
        || name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0
        || name.endsWith(".")
        || name.endsWith(" ")) {
      return true;
    }
    int dot = name.indexOf('.');
    String base = (dot < 0 ? name : name.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
    return DEVICES.contains(base) || base.matches("(COM|LPT)[0-9\u00b9\u00b2\u00b3]");
  }
}
