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
 * Makes directories and links, which the JDK makes by path alone. They are made in a folder of ours, which others
 * cannot reach, and moved from there into the open directory. If there is no such folder in the same file system,
 * they are made in their place, while {@link GrantLock} is held.
 */
final class NewEntry {
  /** Makes the entry at a path that is ours. */
  @FunctionalInterface
  private interface Making {
    void at(Path path) throws IOException, FileFailure;
  }

  /** Where folders of ours can be moved from; empty if there is no such folder. */
  private final Optional<Path> workshop;

  NewEntry(HostDirectory root) {
    boolean shared =
        root.path().getFileSystem() == FileSystems.getDefault(); // others are this JVM's alone
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

  /** @param seen what was found under the old name: no other file gets the new one */
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
            throw new FileFailure(FileError.NO_ENTRY, "the file is no longer where it was");
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

  /** A new folder of ours; empty if there is no room for one any more. */
  private static Optional<Path> folder(Path workshop) {
    try {
      return Optional.of(Files.createTempDirectory(workshop, "radicchio"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the entry could be made in a folder of ours, and moved. */
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
