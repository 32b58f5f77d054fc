package radicchio.wasi;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.http.HttpGrant;
import radicchio.wasi.random.GrantedRandom;
import radicchio.wasi.sockets.NetworkGrant;
import radicchio.wasi.streams.HostInput;

/**
 * The grants of a guest of any version of WASI.
 *
 * @param arguments its arguments, the program's name first
 * @param environment its environment, in the map's order
 * @param cwd its first working directory, a name in {@code directories}
 * @param standard its standard streams
 * @param directories the granted directories, by their names for the guest
 * @param clocks the clocks that tell it the time, and by which it may wait
 * @param random the source of its random bytes
 * @param http the grant for its requests
 * @param network the grant for its sockets
 * @param limits the limits of the resources that the host keeps for it
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
   * @param in its standard input; at its end if nothing is granted
   * @param out its standard output, or nowhere. Must be closed by the caller
   * @param err its standard error, or nowhere. Must be closed by the caller
   * @param terminals which of them are terminals
   * @param patient whether waiting for a write must end with an interrupt
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
   * @param openFiles how many files and directories it may have open at a time, beside those that it was granted;
   *     as many sockets, counted apart
   * @param randomBytes how many random bytes it may ask for at once
   * @param headerBytes about how many bytes the fields of one message may have that it makes
   */
  public record GuestLimits(int openFiles, int randomBytes, int headerBytes) {
    public static final int DEFAULT_OPEN_FILES = 1024;
    public static final int DEFAULT_RANDOM_BYTES = 1 << 26;
    public static final int DEFAULT_HEADER_BYTES = 1 << 17;
  }
}
