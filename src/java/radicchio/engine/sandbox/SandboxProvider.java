package radicchio.engine.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done to paths of granted directories, each operation confined to its own. */
final class SandboxProvider extends FileSystemProvider {
  static final SandboxProvider INSTANCE = new SandboxProvider();

  private static final Set<OpenOption> WRITING = Set.of(
      StandardOpenOption.WRITE, StandardOpenOption.APPEND, StandardOpenOption.CREATE,
      StandardOpenOption.CREATE_NEW, StandardOpenOption.TRUNCATE_EXISTING,
      StandardOpenOption.DELETE_ON_CLOSE);

  private SandboxProvider() {}

  /** Something that is done in a file system, whose failure its guest is told. */
  @FunctionalInterface
  private interface Operation<T> {
    T run(SandboxPath path) throws IOException;
  }

  private static <T> T in(Path path, Operation<T> operation) throws IOException {
    SandboxPath own = (SandboxPath) path;
    Sandbox sandbox = own.system().sandbox;
    sandbox.forgetError();
    try {
      return operation.run(own);
    } catch (IOException e) {
      sandbox.failed(e);
      throw e;
    }
  }

  private static <T> T changing(Path path, Operation<T> operation) throws IOException {
    return in(path, own -> {
      requireWritable(own);
      return operation.run(own);
    });
  }

  private static void requireWritable(SandboxPath path) throws Refused {
    if (path.system().readOnly) {
      throw new Refused(Errno.ROFS, path.toString(), "the directory was granted read-only");
    }
  }

  private static Place belowRoot(SandboxPath path, boolean followLast) throws IOException {
    Place place = Place.of(path, followLast);
    if (place.isRoot()) {
      throw new Refused(Errno.INVAL, path.toString(), "the directory itself that was granted");
    }
    return place;
  }

  // Files

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return in(path, own -> {
      if (options.stream().anyMatch(WRITING::contains)) {
        requireWritable(own);
      }
      Place place = belowRoot(own, Place.follows(links(options)));
      requireOrdinary(place);
      try (OpenDirectory parent = OpenDirectory.of(own.system(), place.parents())) {
        return (FileChannel) parent.open(place.name(), options);
      }
    });
  }

  private static LinkOption[] links(Set<? extends OpenOption> options) {
    return options.contains(LinkOption.NOFOLLOW_LINKS)
        ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
        : new LinkOption[0];
  }

  /** Opening a pipe waits for its other end, and a device is more than a file. */
  private static void requireOrdinary(Place place) throws IOException {
    if (place.attributes().filter(BasicFileAttributes::isOther).isPresent()) {
      throw new Refused(Errno.ACCES, place.name(), "neither a regular file nor a directory");
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    changing(path, own -> {
      Place place = belowRoot(own, false);
      BasicFileAttributes found =
          place.attributes().orElseThrow(() -> new NoSuchFileException(own.toString()));
      try (OpenDirectory parent = OpenDirectory.of(own.system(), place.parents())) {
        parent.delete(place.name(), found.isDirectory());
      }
      return null;
    });
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    changing(source, from -> {
      SandboxPath to = sameSystem(from, target);
      Place old = belowRoot(from, false);
      Place made = belowRoot(to, false);
      try (OpenDirectory parent = OpenDirectory.of(from.system(), old.parents());
          OpenDirectory newParent = OpenDirectory.of(to.system(), made.parents())) {
        parent.move(old.name(), newParent, made.name());
      }
      return null;
    });
  }

  private static SandboxPath sameSystem(SandboxPath path, Path other) throws Refused {
    SandboxPath own = (SandboxPath) other;
    if (own.system() != path.system()) {
      throw new Refused(Errno.XDEV, path.toString(), "two directories that were granted apart");
    }
    return own;
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException("WASI copies no files");
  }

  // Directories

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    changing(path, own -> {
      Place place = Place.of(own, false);
      if (place.isRoot()) {
        throw new FileAlreadyExistsException(own.toString());
      }
      return Files.createDirectory(place.real());
    });
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = in(path, own -> {
      List<Path> found = new ArrayList<>();
      try (OpenDirectory open = OpenDirectory.of(own.system(), Place.of(own, true).elements())) {
        for (Path entry : open.entries()) {
          Path seen = own.resolve(entry.getFileName().toString());
          if (filter.accept(seen)) {
            found.add(seen);
          }
        }
      }
      return found;
    });
    return new Listing(entries);
  }

  private record Listing(List<Path> entries) implements DirectoryStream<Path> {
    @Override
    public java.util.Iterator<Path> iterator() {
      return entries.iterator();
    }

    @Override
    public void close() {}
  }

  // Links

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    changing(link, own -> {
      Place place = belowRoot(own, false);
      String text = ((SandboxPath) target).said();
      requireInside(place, text);
      return Files.createSymbolicLink(place.real(), Path.of(text));
    });
  }

  /** A target that leaves by its own text is refused at once; one that leaves by way of others, when it is used. */
  private static void requireInside(Place link, String target) throws Refused {
    int depth = link.parents().size();
    if (target.startsWith("/") || Path.of(target).isAbsolute()) {
      throw Place.leaves(target);
    }
    for (String name : target.split("/", -1)) {
      depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw Place.leaves(target);
      }
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    changing(link, own -> {
      Place old = belowRoot(sameSystem(own, existing), false);
      return Files.createLink(belowRoot(own, false).real(), old.real());
    });
  }

  /** The target as a path that can be used, and whose file name is its text. */
  @Override
  public Path readSymbolicLink(Path path) throws IOException {
    return in(path, own -> {
      Place place = belowRoot(own, false);
      String target = Files.readSymbolicLink(place.real()).toString();
      List<String> from = new ArrayList<>(place.parents());
      from.add(target);
      return new SandboxPath(
          own.system(), Path.of(target).isAbsolute() ? target : String.join("/", from), target);
    });
  }

  // What files are

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return in(path, own -> Files.readAttributes(
        Place.of(own, Place.follows(options)).real(), type, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return in(path, own -> {
      Path real = seen(own, options).real();
      return real.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? Files.readAttributes(real, attributes, LinkOption.NOFOLLOW_LINKS)
          : likeUnix(Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    });
  }

  /** A directory's listing tells of {@code ..} too; that of the root is the root, as everywhere. */
  private static Place seen(SandboxPath path, LinkOption... options) throws IOException {
    if (!path.said().equals("..")) {
      return Place.of(path, Place.follows(options));
    }
    Place directory = Place.of(path.before(), true);
    return directory.isRoot() ? directory : new Place(path.system(), directory.parents());
  }

  private static Map<String, Object> likeUnix(BasicFileAttributes found) {
    return Map.of(
        "dev", 0L,
        "ino", found.fileKey() == null ? 0L : (long) found.fileKey().hashCode(),
        "nlink", 1,
        "size", found.size(),
        "lastAccessTime", found.lastAccessTime(),
        "lastModifiedTime", found.lastModifiedTime(),
        "ctime", found.lastModifiedTime(),
        "isSymbolicLink", found.isSymbolicLink(),
        "isDirectory", found.isDirectory(),
        "isRegularFile", found.isRegularFile());
  }

  /** Of the file that the path leads to; a view of nothing, whose use fails, where it cannot be had. */
  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    try {
      Path real = changing(path, own -> Place.of(own, Place.follows(options)).real());
      return Files.getFileAttributeView(real, type, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    changing(path, own -> Files.setAttribute(
        Place.of(own, Place.follows(options)).real(), attribute, value, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    in(path, own -> {
      if (Arrays.asList(modes).contains(AccessMode.WRITE)) {
        requireWritable(own);
      }
      Path real = Place.of(own, true).real();
      real.getFileSystem().provider().checkAccess(real, modes);
      return null;
    });
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return in(path, own -> other instanceof SandboxPath that
        && Files.isSameFile(Place.of(own, true).real(), Place.of(that, true).real()));
  }

  @Override
  public boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  // What there is none of

  @Override
  public String getScheme() {
    return "radicchio-sandbox";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("granted directories have no URIs");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("granted directories have no URIs");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("granted directories have no URIs");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("file stores");
  }
}
