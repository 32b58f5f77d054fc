package radicchio.engine.sandbox;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** One granted directory. It has neither file stores nor principals nor watches to offer. */
final class SandboxFileSystem extends FileSystem {
  final Sandbox sandbox;
  final Path directory;
  final boolean readOnly;
  private final SandboxPath root;

  SandboxFileSystem(Sandbox sandbox, Path directory, boolean readOnly) {
    this.sandbox = sandbox;
    this.directory = directory;
    this.readOnly = readOnly;
    this.root = new SandboxPath(this, "", "");
  }

  SandboxPath root() {
    return root;
  }

  @Override
  public FileSystemProvider provider() {
    return SandboxProvider.INSTANCE;
  }

  @Override
  public Path getPath(String first, String... more) {
    String text = more.length == 0 ? first : first + "/" + String.join("/", more);
    if (text.indexOf('\0') >= 0) {
      throw new InvalidPathException(text, "a path has no zero byte");
    }
    return new SandboxPath(this, text, text);
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(root);
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic", "unix");
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException("patterns of paths");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("principals");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("watches");
  }

  /** It has nothing open of its own. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("closing a granted directory");
  }
}
