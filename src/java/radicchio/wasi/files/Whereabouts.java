package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Updates open files and directories when guests of this JVM move them or remove their names, so that an open file is never
 * confused with another file that has its old name. Called while {@link GrantLock} is held for writing.
 */
final class Whereabouts {
  private Whereabouts() {}

  /** Records that the name was removed. */
  static void removed(HostDirectory directory, Path name) {
    for (OpenFile file : OpenFile.OPEN.list()) {
      if (file.isAt(directory, name)) {
        file.detach();
      }
    }
  }

  /** Records that the old name became the new one, which replaced what had that name. */
  static void moved(HostDirectory from, Path name, HostDirectory to, Path newName)
      throws IOException {
    List<OpenFile> moving =
        OpenFile.OPEN.list().stream().filter(file -> file.isAt(from, name)).toList();
    removed(to, newName);
    for (OpenFile file : moving) {
      file.movedTo(to.again(), newName);
    }
    Path old = from.path().resolve(name);
    Path now = to.path().resolve(newName);
    for (HostDirectory directory : HostDirectory.OPEN.list()) {
      if (directory.path().getFileSystem() == old.getFileSystem()
          && directory.path().startsWith(old)) {
        directory.movedTo(
            directory.path().equals(old) ? now : now.resolve(old.relativize(directory.path())));
      }
    }
  }
}
