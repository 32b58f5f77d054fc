package radicchio.wasi.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens the file or directory that a walk found, or makes a file at its end, according to flags. Called while {@link GrantLock} is
 * held.
 *
 * @param directories makes the result for an open directory
 */
record Opening(
    DirectoryGrant grant, Set<OpenFlag> flags, Function<HostDirectory, Opened> directories) {
  /** Tests whether an existing file is an error. */
  boolean exclusive() {
    return flags.contains(OpenFlag.CREATE) && flags.contains(OpenFlag.EXCLUSIVE);
  }

  Opened at(Walk walk) throws IOException, FileFailure {
    boolean there = walk.name().isEmpty() || walk.found().isPresent();
    if (there && exclusive()) {
      throw new FileFailure(FileError.EXISTS, "the file exists already");
    }
    if (!there && !flags.contains(OpenFlag.CREATE)) {
      throw new FileFailure(FileError.NO_ENTRY, "no such file");
    }
    boolean isDirectory = there && walk.found().map(BasicFileAttributes::isDirectory).orElse(true);
    if (isDirectory) {
      return openDirectory(walk);
    }
    if (!there && walk.slash()) {
      throw new FileFailure(
          FileError.IS_DIRECTORY, "cannot make a file whose name ends with a slash");
    }
    return openFile(walk);
  }

  private Opened openDirectory(Walk walk) throws IOException, FileFailure {
    if (flags.contains(OpenFlag.WRITE)
        || flags.contains(OpenFlag.CREATE)
        || flags.contains(OpenFlag.TRUNCATE)) {
      throw new FileFailure(FileError.IS_DIRECTORY, "cannot open a directory for writing");
    }
    HostDirectory opened =
        walk.name().isPresent()
            ? walk.directory().child(walk.name().get())
            : walk.directory().again();
    return directories.apply(opened.keep());
  }

  private OpenFile openFile(Walk walk) throws IOException, FileFailure {
    if (walk.found().isPresent()) {
      requireOrdinary(walk);
    }
    if (walk.found().isEmpty()
        || flags.contains(OpenFlag.WRITE)
        || flags.contains(OpenFlag.TRUNCATE)) {
      grant.requireWritable();
    }
    Path name = walk.name().orElseThrow();
    SeekableByteChannel channel = walk.directory().openFile(name, options(walk));
    try {
      Optional<BasicFileAttributes> now = walk.directory().attributes(name);
      requireUnchanged(walk, now);
      return new OpenFile(grant, channel, walk.directory().again().keep(), name, now);
    } catch (IOException | FileFailure | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Checks that the opened file is the one that the walk found. A zip file shows a new file only after it is closed. */
  private static void requireUnchanged(Walk walk, Optional<BasicFileAttributes> now)
      throws FileFailure {
    boolean unseen = now.isEmpty() && walk.found().isEmpty();
    boolean same =
        now.isPresent()
            && now.get().isRegularFile()
            && walk.found().map(before -> HostDirectory.sameFile(before, now.get())).orElse(true);
    if (!unseen && !same) {
      throw new FileFailure(
          FileError.NO_ENTRY, "another process changed the file while it was being opened");
    }
  }

  /** Checks that it is a regular file: opening a pipe would wait for its other end, and a device is not a file. */
  private void requireOrdinary(Walk walk) throws FileFailure {
    BasicFileAttributes found = walk.requireFound();
    if (found.isSymbolicLink()) {
      throw new FileFailure(FileError.LOOP, "the path is a link, and links are not followed");
    }
    if (flags.contains(OpenFlag.DIRECTORY)) {
      throw new FileFailure(FileError.NOT_DIRECTORY, "not a directory");
    }
    walk.requireDirectoryBeforeSlash();
    if (!found.isRegularFile()) {
      throw new FileFailure(
          FileError.ACCESS, "expected a regular file or a directory, got something else");
    }
  }

  private Set<OpenOption> options(Walk walk) {
    Set<OpenOption> options = new HashSet<>();
    boolean cuts = flags.contains(OpenFlag.TRUNCATE);
    boolean write = flags.contains(OpenFlag.WRITE) || cuts;
    if (cuts) {
      options.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    if (walk.found().isEmpty()) {
      options.add(StandardOpenOption.CREATE_NEW);
    }
    if (write || walk.found().isEmpty()) {
      options.add(StandardOpenOption.WRITE);
    }
    if (flags.contains(OpenFlag.READ) || !write) {
      options.add(StandardOpenOption.READ);
    }
    return options;
  }
}
