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
 * A relative path from a guest. A walk resolves {@code ..}, because its meaning depends on links.
 *
 * @param names its parts, without empty ones
 * @param slash whether it ends with a slash, so that it is the path of a directory
 */
record GuestPath(List<String> names, boolean slash) {
  /** The most bytes of a path, as on most hosts. This limits the steps of a walk. */
  private static final int LONGEST = 4096;

  private static final Set<String> DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");

  static GuestPath of(String text) throws FileFailure {
    if (text.isEmpty()) {
      throw new FileFailure(FileError.NO_ENTRY, "expected a path, got an empty string");
    }
    if (text.indexOf('\0') >= 0) {
      throw new FileFailure(FileError.INVALID, "the path contains a zero byte");
    }
    if (text.length() > LONGEST || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new FileFailure(
          FileError.NAME_TOO_LONG,
          "expected a path of at most " + LONGEST + " bytes, got a longer one");
    }
    if (text.startsWith("/")) {
      throw leaves();
    }
    return parts(text);
  }

  /** Returns the path for the target of a symbolic link. */
  static GuestPath ofTarget(Path target) throws FileFailure {
    if (target.isAbsolute() || target.getRoot() != null) {
      throw leaves();
    }
    return of(targetText(target));
  }

  /** Returns the target of a symbolic link as the text that guests see. */
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
    return new FileFailure(FileError.LEAVES, "the path leads out of the granted directory");
  }

  static boolean stays(String name) {
    return name.equals(".");
  }

  static boolean goesUp(String name) {
    return name.equals("..");
  }

  /**
   * Returns the host's path of one element for a name. Some names are separators, roots or devices on a host; they
   * are refused.
   */
  static Path hostName(FileSystem host, String name) throws FileFailure {
    try {
      Path path = host.getPath(name);
      if (path.getNameCount() != 1 || path.getRoot() != null || path.isAbsolute()) {
        throw leaves();
      }
      if (!path.toString().equals(name) || host.getSeparator().equals("\\") && means(name)) {
        throw new FileFailure(FileError.ILLEGAL_NAME, "the name is a different name on the host");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new FileFailure(FileError.ILLEGAL_NAME, "the host does not allow this name");
    }
  }

  /** Tests whether a name is special on Windows: a stream, a device, or equal to a shorter name. */
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
