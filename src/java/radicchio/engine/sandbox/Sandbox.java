package radicchio.engine.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories that one guest was granted, as {@link Path}s whose operations stay below them. Used by one
 * thread at a time.
 *
 * <p>A path is resolved element by element. A symbolic link is followed where its target stays below the root;
 * one that is absolute or leads out is refused, and so is making such a link, a hard link or a move between two
 * granted directories, and anything but regular files, directories and links. Where the operating system can
 * open a file relative to an open directory (all but Windows), opening, listing, deleting and moving go that
 * way and never through a link, so that a directory that somebody swaps for a link meanwhile leads nowhere;
 * making directories and links checks and then acts.
 */
public final class Sandbox {
  private Optional<Errno> lastError = Optional.empty();

  /**
   * The root of a directory as this guest sees it.
   *
   * @param readOnly whether everything that would change it is refused
   * @throws IOException where there is no such directory
   */
  public Path grant(Path directory, boolean readOnly) throws IOException {
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(directory.toString());
    }
    return new SandboxFileSystem(this, real, readOnly).root();
  }

  /** Why the last operation on a path of this sandbox failed; empty where it did not. */
  public Optional<Errno> lastError() {
    return lastError;
  }

  /** Forgets it, before operations that need not touch a file. */
  public void forgetError() {
    lastError = Optional.empty();
  }

  void failed(IOException e) {
    lastError = Optional.of(Errno.of(e));
  }
}
