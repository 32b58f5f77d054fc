package radicchio.wasi.host.filesystem;

import java.util.Map;
import radicchio.wasi.files.Directory;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;

/** The methods of {@code descriptor} whose parameters are the same in every generation of WASI. */
public final class DescriptorFunctions {
  private final OpenLimit limit;
  private final Metadata metadata;

  /** A function on a descriptor. It returns the payload of {@code ok}. */
  @FunctionalInterface
  public interface Body {
    Object call(GuestDescriptor on, Arguments arguments) throws FileFailure, InterruptedException;
  }

  /** Registers a method. */
  @FunctionalInterface
  public interface Registering {
    /** @param method its name: {@code "open-at"} */
    void add(String method, Body body);
  }

  /** @param limit counts what the guest opens */
  public DescriptorFunctions(OpenLimit limit, Metadata metadata) {
    this.limit = limit;
    this.metadata = metadata;
  }

  public void addTo(Registering host) {
    FileFunctions files = new FileFunctions(metadata);
    host.add("advise", FileFunctions::advise);
    host.add("sync-data", FileFunctions::syncData);
    host.add("sync", FileFunctions::sync);
    host.add("set-size", FileFunctions::setSize);
    host.add("get-flags", (on, a) -> on.flags());
    host.add("get-type", files::type);
    host.add("stat", files::stat);
    host.add("set-times", files::setTimes);
    host.add("metadata-hash", FileFunctions::metadataHash);
    addPaths(host);
  }

  private void addPaths(Registering host) {
    PathFunctions paths = new PathFunctions(limit, metadata);
    host.add("create-directory-at", paths::createDirectory);
    host.add("stat-at", paths::stat);
    host.add("set-times-at", paths::setTimes);
    host.add("link-at", paths::link);
    host.add("open-at", paths::open);
    host.add("readlink-at", paths::readLink);
    host.add("remove-directory-at", paths::removeDirectory);
    host.add("rename-at", paths::rename);
    host.add("symlink-at", paths::symbolicLink);
    host.add("unlink-file-at", paths::unlink);
    host.add("metadata-hash-at", paths::metadataHash);
  }

  /** {@code is-same-object}, which cannot fail. */
  public static Long isSameObject(Arguments a) throws InterruptedException {
    return Staged.bool(
        FileFunctions.isSame(a.self(GuestDescriptor.class), a.object(1, GuestDescriptor.class)));
  }

  /**
   * {@code get-directories}.
   *
   * @param granted by their names for the guest
   */
  public static Object[] preopens(Map<String, Directory> granted) {
    return granted.entrySet().stream()
        .map(e -> Staged.record(new GuestDescriptor.Preopened(e.getValue()), e.getKey()))
        .toArray();
  }
}
