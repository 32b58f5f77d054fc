package radicchio.engine.chicory.compile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The folder of the cache: its path, and the check that only this user can write its files. */
final class CacheFolder {
  static final String PROPERTY = "radicchio.cache";
  static final String VARIABLE = "RADICCHIO_CACHE";
  private static final String OFF = "false";

  private CacheFolder() {}

  /** Returns the configured folder; empty if the cache is turned off, or no folder is known. */
  static Optional<Path> configured() {
    return path(System.getProperties()::getProperty, System.getenv()::get);
  }

  private static Optional<Path> path(
      UnaryOperator<String> property, UnaryOperator<String> environment) {
    Optional<String> given =
        text(property.apply(PROPERTY)).or(() -> text(environment.apply(VARIABLE)));
    if (given.isPresent()) {
      return given.filter(path -> !path.equals(OFF)).map(CacheFolder::given);
    }
    Optional<Path> home = text(property.apply("user.home")).map(Path::of);
    String system = String.valueOf(property.apply("os.name")).toLowerCase(Locale.ROOT);
    Optional<Path> caches;
    if (system.startsWith("windows")) {
      caches = text(environment.apply("LOCALAPPDATA")).map(Path::of);
    } else if (system.startsWith("mac")) {
      caches = home.map(h -> h.resolve("Library").resolve("Caches"));
    } else {
      caches =
          text(environment.apply("XDG_CACHE_HOME"))
              .map(Path::of)
              .filter(Path::isAbsolute)
              .or(() -> home.map(h -> h.resolve(".cache")));
    }
    return caches.filter(Path::isAbsolute).map(c -> c.resolve("radicchio"));
  }

  private static Path given(String path) {
    try {
      return Path.of(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw RadicchioException.of(
          ErrorKind.CONFIG, "the cache of compiled modules: " + path + " is not a path", e);
    }
  }

  private static Optional<String> text(String value) {
    return Optional.ofNullable(value).filter(v -> !v.isBlank());
  }

  /** Makes the folder if it does not exist, for this user alone. */
  static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getParent() != null) {
      Files.createDirectories(folder.getParent());
    }
    try {
      Files.createDirectory(folder, forOwner("rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Makes a new file in the folder, which only this user can read. */
  static Path newFile(Path folder, String suffix) throws IOException {
    return Files.createTempFile(folder, "new", suffix, forOwner("rw-------"));
  }

  /**
   * @param mine a file that this process made
   * @throws IOException if another user can write files into the folder, with the reason
   */
  static void requirePrivate(Path folder, Path mine) throws IOException {
    if (!hasPermissions()) {
      return;
    }
    if (!Files.getOwner(folder).equals(Files.getOwner(mine))) {
      throw new IOException("it belongs to another user, " + Files.getOwner(folder).getName());
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("others can write into it; remove that permission (chmod go-w)");
    }
  }

  private static FileAttribute<?>[] forOwner(String permissions) {
    return hasPermissions()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
