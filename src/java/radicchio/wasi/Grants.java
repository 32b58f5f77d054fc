package radicchio.wasi;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.http.client.HttpGrant;
import radicchio.wasi.random.GrantedRandom;
import radicchio.wasi.sockets.grant.NetworkGrant;
import radicchio.wasi.streams.HostInput;

/**
 * The grants of a guest of any version of WASI.
 *
 * @param arguments its arguments, the program's name first
 * @param environment its environment, in the map's order
 * @param cwd its initial working directory, a name in {@code directories}
 * @param standard its standard streams
 * @param directories the granted directories, by their names for the guest
 * @param clocks its clocks, which also allow waiting
 * @param random its random generator
 * @param http the grant for its requests
 * @param network the grant for its sockets
 * @param limits the limits of its resources in the host
 */
public record Grants(
    List<String> arguments,
    Map<String, String> environment,
    Optional<String> cwd,
    Standard standard,
    Map<String, GrantedDirectory> directories,
    Optional<GrantedClocks> clocks,
    Optional<GrantedRandom> random,
    Optional<HttpGrant> http,
    NetworkGrant network,
    GuestLimits limits) {

  /**
   * The standard streams of a guest.
   *
   * @param in its standard input; empty if not granted
   * @param out its standard output; empty if output is dropped. Must be closed by the caller
   * @param err its standard error; empty if output is dropped. Must be closed by the caller
   * @param terminals which of them are terminals
   * @param patient whether an interrupt must end waiting for a write
   */
  public record Standard(
      Optional<HostInput> in,
      Optional<OutputStream> out,
      Optional<OutputStream> err,
      Terminals terminals,
      boolean patient) {}

  /** Which of a guest's standard streams are terminals. */
  public record Terminals(boolean in, boolean out, boolean err) {}

  /** A directory of the host, and whether a guest may only read it. */
  public record GrantedDirectory(Path path, boolean readOnly) {}

  /**
   * The limits of a guest's resources.
   *
   * @param openFiles the most open files and directories, without the granted ones; and, separately, the most sockets
   * @param randomBytes the most random bytes of one request
   * @param headerBytes approximately the most bytes of the fields of one message that it makes
   */
  public record GuestLimits(int openFiles, int randomBytes, int headerBytes) {
    public static final int DEFAULT_OPEN_FILES = 1024;
    public static final int DEFAULT_RANDOM_BYTES = 1 << 26;
    public static final int DEFAULT_HEADER_BYTES = 1 << 17;
  }
}
