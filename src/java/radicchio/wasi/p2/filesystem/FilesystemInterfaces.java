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
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostBody;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.DescriptorConversion;
import radicchio.wasi.host.filesystem.DescriptorFunctions;
import radicchio.wasi.host.filesystem.DirectoryEntries;
import radicchio.wasi.host.filesystem.FailedFile;
import radicchio.wasi.host.filesystem.FilesystemErrorCode;
import radicchio.wasi.host.filesystem.GuestDescriptor;
import radicchio.wasi.host.filesystem.Metadata;
import radicchio.wasi.host.filesystem.OpenLimit;
import radicchio.wasi.p2.io.GuestError;

/** {@code wasi:filesystem/preopens} and {@code wasi:filesystem/types}. */
public final class FilesystemInterfaces {
  private static final Metadata METADATA = new Metadata(new DatetimeForm());

  private final Map<String, Directory> granted;
  private final OpenLimit limit;
  private final Refusing refusing;

  /** Receives the id of each function that refuses a call because of the grants. */
  @FunctionalInterface
  public interface Refusing {
    void by(String function);
  }

  /**
   * @param granted by the guest's names; open while the guest runs
   * @param limit counts the open files and directories of the guest, without the granted ones
   * @param refusing called for each refusal because a directory was granted read-only, or a path leads out
   */
  public FilesystemInterfaces(Map<String, Directory> granted, OpenLimit limit, Refusing refusing) {
    this.granted = granted;
    this.limit = limit;
    this.refusing = refusing;
  }

  public HostInterface preopens() {
    return HostInterface.of("wasi:filesystem/preopens")
        .with("get-directories", a -> DescriptorFunctions.preopens(granted));
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
                DirectoryEntries.class,
                stream -> closing(stream::close),
                stream -> closing(stream::close))
            .with("filesystem-error-code", a -> code(a.object(0, GuestError.class)))
            .with(
                "[method]directory-entry-stream.read-directory-entry",
                result(
                    "[method]directory-entry-stream.read-directory-entry",
                    FilesystemInterfaces::nextEntry));
    addBytes(host);
    new DescriptorFunctions(limit, METADATA).addTo((method, body) -> add(host, method, body));
    return host.with("[method]descriptor.is-same-object", DescriptorFunctions::isSameObject);
  }

  private static Object nextEntry(Arguments a) throws FileFailure, InterruptedException {
    return Staged.option(a.self(DirectoryEntries.class).next().map(METADATA::entry));
  }

  private void addBytes(HostInterface host) {
    StreamFunctions streams = new StreamFunctions();
    add(host, "read-via-stream", StreamFunctions::readViaStream);
    add(host, "write-via-stream", StreamFunctions::writeViaStream);
    add(host, "append-via-stream", StreamFunctions::appendViaStream);
    add(host, "read", streams::read);
    add(host, "write", StreamFunctions::write);
    add(host, "read-directory", (on, a) -> DirectoryEntries.of(on.directory(), limit));
  }

  // Results

  private void add(HostInterface host, String method, DescriptorFunctions.Body body) {
    String name = "[method]descriptor." + method;
    host.with(name, result(name, a -> body.call(a.self(GuestDescriptor.class), a)));
  }

  /** A function that returns the payload of {@code ok}. */
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

  /** {@code filesystem-error-code}: the error of a stream on a file, or of a standard stream on a file. */
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
          ErrorKind.TRAP, "closing a file failed: " + ForeignText.message(e), e);
    }
  }
}
