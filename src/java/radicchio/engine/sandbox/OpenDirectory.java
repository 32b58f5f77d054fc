package radicchio.engine.sandbox;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A directory below a root, opened name by name and never through a link, for operations relative to it. On an
 * operating system that cannot do so it is the directory's path, which was checked just before.
 */
final class OpenDirectory implements AutoCloseable {
  private final Path path;
  private final DirectoryStream<Path> stream;

  private OpenDirectory(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  static OpenDirectory of(SandboxFileSystem system, List<String> elements) throws IOException {
    Path path = system.directory;
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    for (String name : elements) {
      path = path.resolve(name);
      try (DirectoryStream<Path> above = stream) {
        stream = above instanceof SecureDirectoryStream<Path> secure
            ? secure.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)
            : Files.newDirectoryStream(path);
      }
    }
    return new OpenDirectory(path, stream);
  }

  /** Its entries, closed with it. */
  DirectoryStream<Path> entries() {
    return stream;
  }

  SeekableByteChannel open(String name, Set<? extends OpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return stream instanceof SecureDirectoryStream<Path> secure
        ? secure.newByteChannel(Path.of(name), all)
        : Files.newByteChannel(path.resolve(name), all);
  }

  void delete(String name, boolean directory) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      if (directory) {
        secure.deleteDirectory(Path.of(name));
      } else {
        secure.deleteFile(Path.of(name));
      }
    } else {
      Files.delete(path.resolve(name));
    }
  }

  void move(String name, OpenDirectory target, String newName) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> from
        && target.stream instanceof SecureDirectoryStream<Path> to) {
      from.move(Path.of(name), to, Path.of(newName));
    } else {
      Files.move(
          path.resolve(name), target.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
