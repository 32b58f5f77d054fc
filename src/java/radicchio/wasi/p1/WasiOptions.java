package radicchio.wasi.p1;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import radicchio.wasi.streams.HostInput;

/**
 * What a guest of WASI preview 1 is granted.
 *
 * @param arguments its arguments, the program's name first
 * @param environment its environment, in the map's order
 * @param in what it reads as standard input; at its end if nothing is granted
 * @param out where its standard output goes, or nowhere. Closed by whoever gave it
 * @param err where its standard error goes, or nowhere. Likewise
 * @param directories the directories that it sees, by the names under which it does
 * @param clock the clock of which it asks the time, and by which it may wait
 * @param random where its random bytes come from
 * @param openFiles how many files and directories it may have open at a time, beside those that it was granted
 */
public record WasiOptions(
    List<String> arguments,
    Map<String, String> environment,
    Optional<HostInput> in,
    Optional<OutputStream> out,
    Optional<OutputStream> err,
    Map<String, GrantedDirectory> directories,
    Optional<Clock> clock,
    Optional<Random> random,
    int openFiles) {

  public static final int DEFAULT_OPEN_FILES = 1024;

  /** A directory of the host, and whether a guest may only read it. */
  public record GrantedDirectory(Path path, boolean readOnly) {}
}
