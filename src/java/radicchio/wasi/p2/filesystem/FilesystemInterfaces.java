package radicchio.wasi.p2.filesystem;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.FileType;
import radicchio.wasi.p2.Arguments;
import radicchio.wasi.p2.HostBody;
import radicchio.wasi.p2.HostInterface;
import radicchio.wasi.p2.Staged;
import radicchio.wasi.p2.io.GuestError;

/** {@code wasi:filesystem/preopens} and {@code wasi:filesystem/types}. */
public final class FilesystemInterfaces {
  private final Map<String, Directory> granted;
  private final OpenLimit limit;
  private final Refusing refusing;

  /** Receives the id of each function that refuses a call because of the grants. */
  @FunctionalInterface
  public interface Refusing {
    void by(String function);
  }

  /** A function on a descriptor: it gives the payload of {@code ok}. */
  @FunctionalInterface
  private interface Body {
    Object call(GuestDescriptor on, Arguments arguments) throws FileFailure, InterruptedException;
  }

  /**
   * @param granted by the names under which the guest sees them; open as long as the guest runs
   * @param openFiles how many files and directories the guest may have open, beside those
   * @param refusing told of what was refused because a directory was granted read-only, or a path leads out
   */
  public FilesystemInterfaces(Map<String, Directory> granted, int openFiles, Refusing refusing) {
    this.granted = granted;
    this.limit = new OpenLimit(openFiles);
    this.refusing = refusing;
  }

  public HostInterface preopens() {
    return HostInterface.of("wasi:filesystem/preopens")
        .with(
            "get-directories",
            a ->
                granted.entrySet().stream()
                    .map(e -> Staged.record(preopened(e.getValue()), e.getKey()))
                    .toArray());
  }

  private static GuestDescriptor preopened(Directory directory) {
    return new GuestDescriptor.Preopened(directory);
  }

  public HostInterface types() {
    HostInterface host =
        HostInterface.of("wasi:filesystem/types")
            .withResource(
                "descriptor",
                GuestDescriptor.class,
                descriptor -> closing(descriptor::close),
                descriptor -> closing(descriptor::close),
                new DescriptorConversion(limit))
            .withResource(
                "directory-entry-stream",
                EntryStream.class,
                stream -> closing(stream::close),
                stream -> closing(stream::close))
            .with("filesystem-error-code", a -> code(a.object(0, GuestError.class)))
            .with(
                "[method]directory-entry-stream.read-directory-entry",
                result(
                    "[method]directory-entry-stream.read-directory-entry",
                    FilesystemInterfaces::nextEntry));
    addFiles(host);
    addPaths(host);
    addMetadata(host);
    return host;
  }

  private static Object nextEntry(Arguments a) throws FileFailure, InterruptedException {
    return a.self(EntryStream.class).next();
  }

  private void addFiles(HostInterface host) {
    FileFunctions files = new FileFunctions();
    add(host, "read-via-stream", FileFunctions::readViaStream);
    add(host, "write-via-stream", FileFunctions::writeViaStream);
    add(host, "append-via-stream", FileFunctions::appendViaStream);
    add(host, "advise", FileFunctions::advise);
    add(host, "sync-data", FileFunctions::syncData);
    add(host, "sync", FileFunctions::sync);
    add(host, "set-size", FileFunctions::setSize);
    add(host, "read", files::read);
    add(host, "write", FileFunctions::write);
  }

  private void addPaths(HostInterface host) {
    PathFunctions paths = new PathFunctions(limit);
    add(host, "read-directory", paths::readDirectory);
    add(host, "create-directory-at", paths::createDirectory);
    add(host, "stat-at", paths::stat);
    add(host, "set-times-at", paths::setTimes);
    add(host, "link-at", paths::link);
    add(host, "open-at", paths::open);
    add(host, "readlink-at", paths::readLink);
    add(host, "remove-directory-at", paths::removeDirectory);
    add(host, "rename-at", paths::rename);
    add(host, "symlink-at", paths::symbolicLink);
    add(host, "unlink-file-at", paths::unlink);
    add(host, "metadata-hash-at", paths::metadataHash);
  }

  private void addMetadata(HostInterface host) {
    add(host, "get-flags", (on, a) -> on.flags());
    add(host, "get-type", (on, a) -> Metadata.type(type(on)));
    add(host, "stat", (on, a) -> Metadata.stat(on.opened().stat()));
    add(host, "set-times", FilesystemInterfaces::setTimes);
    add(host, "metadata-hash", (on, a) -> Metadata.hash(on.opened().identity()));
    host.with(
        "[method]descriptor.is-same-object",
        a -> isSame(a.self(GuestDescriptor.class), a.object(1, GuestDescriptor.class)));
  }

  private static FileType type(GuestDescriptor on) {
    return on.opened() instanceof Directory ? FileType.DIRECTORY : FileType.REGULAR;
  }

  private static Object setTimes(GuestDescriptor on, Arguments a)
      throws FileFailure, InterruptedException {
    if (on.opened() instanceof Directory) {
      on.mutable();
    } else {
      on.writable();
    }
    on.opened().setTimes(Metadata.times(a.variant(1), a.variant(2)));
    return null;
  }

  private static Long isSame(GuestDescriptor one, GuestDescriptor other)
      throws InterruptedException {
    try {
      return Staged.bool(one.opened().identity().equals(other.opened().identity()));
    } catch (FileFailure e) {
      return Staged.bool(one.opened() == other.opened());
    }
  }

  // Results

  private void add(HostInterface host, String method, Body body) {
    String name = "[method]descriptor." + method;
    host.with(name, result(name, a -> body.call(a.self(GuestDescriptor.class), a)));
  }

  /** A function that gives the payload of {@code ok}. */
  @FunctionalInterface
  private interface Giving {
    Object call(Arguments arguments) throws FileFailure, InterruptedException;
  }

  private HostBody result(String name, Giving giving) {
    return arguments -> {
      try {
        return Staged.ok(giving.call(arguments));
      } catch (FileFailure e) {
        if (REFUSALS.contains(e.error())) {
          refusing.by(name);
        }
        return Staged.err(FilesystemErrorCode.of(e.error()));
      }
    };
  }

  private static final List<FileError> REFUSALS =
      List.of(FileError.LEAVES, FileError.GRANTED_READ_ONLY);

  /** {@code filesystem-error-code}: that of a stream on a file, and of a standard stream that is one. */
  private static Object code(GuestError error) {
    return Staged.option(
        fileError(error.cause()).map(e -> (long) FilesystemErrorCode.of(e).ordinal()));
  }

  private static Optional<FileError> fileError(Throwable cause) {
    if (cause instanceof FailedFile failed) {
      return Optional.of(failed.failure().error());
    }
    return cause instanceof IOException e
        ? Optional.of(FileError.of(e)).filter(known -> known != FileError.IO)
        : Optional.empty();
  }

  private interface Closing {
    void run() throws FileFailure;
  }

  private static void closing(Closing closing) {
    try {
      closing.run();
    } catch (FileFailure e) {
      throw RadicchioException.of(
          ErrorKind.TRAP, "a file could not be closed: " + ForeignText.message(e), e);
    }
  }
}
