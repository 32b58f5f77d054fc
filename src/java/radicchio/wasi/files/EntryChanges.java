package radicchio.wasi.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Makes, removes, links and renames the entries that walks found in a granted directory. Called while {@link GrantLock} is held for
 * writing.
 */
record EntryChanges(DirectoryGrant grant) {
  private static final int MOST_TARGET = 4096;

  /** Checks the target of a new link. */
  static GuestPath linkTarget(String target) throws FileFailure {
    if (target.isEmpty() || target.length() > MOST_TARGET) {
      throw new FileFailure(
          target.isEmpty() ? FileError.NO_ENTRY : FileError.NAME_TOO_LONG,
          "expected 1 to "
              + MOST_TARGET
              + " characters for the target of a link, got "
              + target.length());
    }
    return GuestPath.of(target);
  }

  void createDirectory(Walk walk) throws IOException, FileFailure {
    grant.making().directory(walk.directory(), requireFree(walk));
  }

  void removeDirectory(Walk walk) throws IOException, FileFailure {
    Path name = walk.requireName(FileError.INVALID);
    if (!walk.requireFound().isDirectory()) {
      throw new FileFailure(FileError.NOT_DIRECTORY, "not a directory");
    }
    walk.directory().deleteDirectory(name);
  }

  void unlink(Walk walk) throws IOException, FileFailure {
    Path name = walk.requireName(FileError.IS_DIRECTORY);
    if (walk.requireFound().isDirectory()) {
      throw new FileFailure(FileError.IS_DIRECTORY, "expected a file, got a directory");
    }
    walk.requireDirectoryBeforeSlash();
    walk.directory().deleteFile(name);
    Whereabouts.removed(walk.directory(), name);
  }

  void createSymbolicLink(Walk walk, String target, GuestPath to) throws IOException, FileFailure {
    Path name = requireFree(walk);
    requireNoSlash(walk);
    requireInside(walk.directory(), to);
    Path path = grant.root().path().getFileSystem().getPath(target);
    grant.making().symbolicLink(walk.directory(), name, path);
  }

  void link(Walk old, Walk made) throws IOException, FileFailure {
    grant.requireWritable();
    Path name = old.requireName(FileError.NOT_PERMITTED);
    if (old.requireFound().isDirectory()) {
      throw new FileFailure(FileError.NOT_PERMITTED, "a directory cannot have an additional name");
    }
    old.requireDirectoryBeforeSlash();
    Path newName = requireFree(made);
    requireNoSlash(made);
    Path existing = old.directory().verifiedPath().resolve(name);
    grant.making().hardLink(made.directory(), newName, existing, old.requireFound());
  }

  void rename(Walk old, Walk made) throws IOException, FileFailure {
    Path name = old.requireName(FileError.INVALID);
    Path newName = made.requireName(FileError.INVALID);
    BasicFileAttributes moving = old.requireFound();
    old.requireDirectoryBeforeSlash();
    requireReplaceable(old, made, moving);
    old.directory().move(name, made.directory(), newName);
    if (old.directory().attributes(name).isEmpty()) { // two names of one file both stay
      Whereabouts.moved(old.directory(), name, made.directory(), newName);
    }
  }

  private static Path requireFree(Walk walk) throws FileFailure {
    Path name = walk.requireName(FileError.EXISTS);
    if (walk.found().isPresent()) {
      throw new FileFailure(FileError.EXISTS, "the name is used already");
    }
    return name;
  }

  private static void requireNoSlash(Walk walk) throws FileFailure {
    if (walk.slash()) {
      throw new FileFailure(
          FileError.NO_ENTRY, "the name ends with a slash, but the entry is not a directory");
    }
  }

  private void requireInside(HostDirectory link, GuestPath target) throws FileFailure {
    int depth = link.path().getNameCount() - grant.root().path().getNameCount();
    for (String name : target.names()) {
      if (GuestPath.goesUp(name)) {
        depth--;
      } else if (!GuestPath.stays(name)) {
        GuestPath.hostName(link.path().getFileSystem(), name);
        depth++;
      }
      if (depth < 0) {
        throw GuestPath.leaves();
      }
    }
  }

  private static void requireReplaceable(Walk old, Walk made, BasicFileAttributes moving)
      throws FileFailure {
    boolean directory = moving.isDirectory();
    if (made.slash() && !directory) {
      throw new FileFailure(
          FileError.NOT_DIRECTORY, "a file cannot get a name that ends with a slash");
    }
    Path from = old.directory().path().resolve(old.name().orElseThrow());
    if (directory && made.directory().path().startsWith(from)) {
      throw new FileFailure(FileError.INVALID, "a directory cannot be moved into itself");
    }
    Optional<BasicFileAttributes> there = made.found();
    if (there.isPresent() && directory != there.get().isDirectory()) {
      throw directory
          ? new FileFailure(FileError.NOT_DIRECTORY, "a directory cannot replace a file")
          : new FileFailure(FileError.IS_DIRECTORY, "a file cannot replace a directory");
    }
  }
}
