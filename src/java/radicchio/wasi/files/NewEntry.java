package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes directories and links, which the JDK makes only by path. They are made in a private folder, which others
 * cannot reach, and moved from there into the open directory. If the file system has no place for such a folder, they
 * are made in the directory directly, while {@link GrantLock} is held.
 */
final class NewEntry {
  /** Makes the entry at a private path. */
  @FunctionalInterface
  private interface Making {
    void at(Path path) throws IOException, FileFailure;
  }

  /** The folder for private folders; empty if there is none in the same file system. */
  private final Optional<Path> workshop;

  NewEntry(HostDirectory root) {
    boolean shared =
        root.path().getFileSystem() == FileSystems.getDefault(); // only this JVM can change others
    this.workshop = root.secure() && shared ? workshop(root.path()) : Optional.empty();
  }

  private static Optional<Path> workshop(Path root) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return Stream.of(Optional.of(temporary), Optional.ofNullable(root.getParent()))
        .flatMap(Optional::stream)
        .filter(folder -> isBeside(folder, root))
        .findFirst();
  }

  private static boolean isBeside(Path folder, Path root) {
    try {
      return Files.isWritable(folder)
          && Files.getFileStore(folder).equals(Files.getFileStore(root));
    } catch (IOException e) {
      return false;
    }
  }

  void directory(HostDirectory parent, Path name) throws IOException, FileFailure {
    make(parent, name, Files::createDirectory);
  }

  void symbolicLink(HostDirectory parent, Path name, Path target) throws IOException, FileFailure {
    make(parent, name, path -> Files.createSymbolicLink(path, target));
  }

  /**
   * Makes an additional name of a file.
   *
   * @param seen the attributes of the file that was found; a different file is refused
   */
  void hardLink(HostDirectory parent, Path name, Path existing, BasicFileAttributes seen)
      throws IOException, FileFailure {
    make(
        parent,
        name,
        path -> {
          Files.createLink(path, existing);
          BasicFileAttributes made =
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (!HostDirectory.sameFile(made, seen)) {
            Files.delete(path);
            throw new FileFailure(FileError.NO_ENTRY, "another process moved the file");
          }
        });
  }

  private void make(HostDirectory parent, Path name, Making making)
      throws IOException, FileFailure {
    Optional<Path> folder = workshop.flatMap(NewEntry::folder);
    if (folder.isEmpty() || !moved(folder.get(), parent, name, making)) {
      making.at(parent.verifiedPath().resolve(name));
    }
  }

  /** Makes a private folder; empty if this fails. */
  private static Optional<Path> folder(Path workshop) {
    try {
      return Optional.of(Files.createTempDirectory(workshop, "radicchio"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes the entry in a private folder and moves it. Returns false if it cannot be moved. */
  private static boolean moved(Path folder, HostDirectory parent, Path name, Making making)
      throws IOException, FileFailure {
    Path made = folder.resolve("new");
    try (HostDirectory ours = HostDirectory.open(folder)) {
      making.at(ours.verifiedPath().resolve(made.getFileName()));
      ours.move(made.getFileName(), parent, name);
      return true;
    } catch (IOException e) {
      if (FileError.of(e) == FileError.CROSS_DEVICE) {
        return false;
      }
      throw e;
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(folder);
    }
  }
}
