package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Where open files and directories are: what guests of this JVM move or delete is followed, so that an open file is
 * never taken for another one that has its old name. Moves and deletions are told while {@link GrantLock} is held
 * for writing.
 */
final class Whereabouts {
  private static final Set<HostDirectory> DIRECTORIES =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private static final Set<OpenFile> FILES =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Whereabouts() {}

  static void follow(HostDirectory directory) {
    DIRECTORIES.add(directory);
  }

  static void forget(HostDirectory directory) {
    DIRECTORIES.remove(directory);
  }

  static void follow(OpenFile file) {
    FILES.add(file);
  }

  static void forget(OpenFile file) {
    FILES.remove(file);
  }

  /** What had that name is no longer there. */
  static void removed(HostDirectory directory, Path name) {
    for (OpenFile file : files()) {
      if (file.isAt(directory, name)) {
        file.detach();
      }
    }
  }

  /** What had the old name has the new one, and what had the new one is no longer there. */
  static void moved(HostDirectory from, Path name, HostDirectory to, Path newName)
      throws IOException {
    List<OpenFile> moving = files().stream().filter(file -> file.isAt(from, name)).toList();
    removed(to, newName);
    for (OpenFile file : moving) {
      file.movedTo(to.again(), newName);
    }
    Path old = from.path().resolve(name);
    Path now = to.path().resolve(newName);
    for (HostDirectory directory : directories()) {
      if (directory.path().getFileSystem() == old.getFileSystem()
          && directory.path().startsWith(old)) {
        directory.movedTo(
            directory.path().equals(old) ? now : now.resolve(old.relativize(directory.path())));
      }
    }
  }

  private static List<OpenFile> files() {
    synchronized (FILES) {
      return new ArrayList<>(FILES);
    }
  }

  private static List<HostDirectory> directories() {
    synchronized (DIRECTORIES) {
      return new ArrayList<>(DIRECTORIES);
    }
  }
}
