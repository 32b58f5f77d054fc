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
 * What a guest of WASI is granted, of any version.
 *
 * @param arguments its arguments, the program's name first
 * @param environment its environment, in the map's order
 * @param cwd its first working directory, a name within {@code directories}
 * @param standard its standard streams
 * @param directories the directories that it sees, by the names under which it does
 * @param clocks the clocks of which it asks the time, and by which it may wait
 * @param random where its random bytes come from
 * @param http where its requests may go
 * @param network what it may use of the network
 * @param limits how much it may make the host keep
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
   * @param in what it reads as standard input; at its end if nothing is granted
   * @param out where its standard output goes, or nowhere. Closed by whoever gave it
   * @param err where its standard error goes, or nowhere. Likewise
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
