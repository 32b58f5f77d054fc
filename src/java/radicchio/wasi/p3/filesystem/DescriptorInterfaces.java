package radicchio.wasi.p3.filesystem;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import radicchio.abi.value.StagedCase;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.filesystem.DescriptorConversion;
import radicchio.wasi.host.filesystem.DescriptorFunctions;
import radicchio.wasi.host.filesystem.FilesystemErrorCode;
import radicchio.wasi.host.filesystem.GuestDescriptor;
import radicchio.wasi.host.filesystem.Metadata;
import radicchio.wasi.host.filesystem.OpenLimit;

/** {@code wasi:filesystem/preopens} and {@code wasi:filesystem/types}. */
public final class DescriptorInterfaces {
  private static final Metadata METADATA = new Metadata(new InstantForm());
  private static final List<FileError> REFUSALS =
      List.of(FileError.LEAVES, FileError.GRANTED_READ_ONLY);

  private final Map<String, Directory> granted;
  private final OpenLimit limit;
  private final Consumer<String> refusing;

  /**
   * @param granted by their names for the guest; open as long as the guest runs
   * @param limit counts the open files and directories of the guest, without the granted ones
   * @param refusing receives the name of each function that refuses a call because of the grants
   */
  public DescriptorInterfaces(
      Map<String, Directory> granted, OpenLimit limit, Consumer<String> refusing) {
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
                DescriptorInterfaces::close,
                DescriptorInterfaces::close,
                new DescriptorConversion(limit));
    new DescriptorFunctions(limit, METADATA).addTo((method, body) -> add(host, method, body));
    addStreams(host);
    return host.with("[method]descriptor.is-same-object", DescriptorFunctions::isSameObject);
  }

  private void addStreams(HostInterface host) {
    FileStreams streams = new FileStreams(limit, METADATA);
    String reading = "[method]descriptor.read-via-stream";
    String writing = "[method]descriptor.write-via-stream";
    String appending = "[method]descriptor.append-via-stream";
    String listing = "[method]descriptor.read-directory";
    host.with(reading, a -> FileStreams.read(a, error -> err(reading, error)))
        .with(writing, a -> FileStreams.write(a, error -> err(writing, error)))
        .with(appending, a -> FileStreams.append(a, error -> err(appending, error)))
        .with(listing, a -> streams.readDirectory(a, error -> err(listing, error)));
  }

  private void add(HostInterface host, String method, DescriptorFunctions.Body body) {
    String name = "[method]descriptor." + method;
    host.with(
        name,
        a -> {
          try {
            return Staged.ok(body.call(a.self(GuestDescriptor.class), a));
          } catch (FileFailure e) {
            return err(name, e.error());
          }
        });
  }

  private StagedCase err(String function, FileError error) {
    if (REFUSALS.contains(error)) {
      refusing.accept(function);
    }
    return Staged.err(code(error));
  }

  /** Stages an {@code error-code}. */
  static StagedCase code(FileError error) {
    return new StagedCase(FilesystemErrorCode.of(error).caseWithoutWouldBlock(), null);
  }

  private static void close(GuestDescriptor descriptor) {
    try {
      descriptor.close();
    } catch (FileFailure e) {
      throw RadicchioException.of(
          ErrorKind.TRAP, "closing a file failed: " + ForeignText.message(e), e);
    }
  }
}
