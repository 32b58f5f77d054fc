package radicchio.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a guest of WASI preview 1 is granted.
 *
 * @param arguments its arguments, the program's name first
 * @param environment its environment, in the map's order
 * @param in what it reads as standard input; at its end where nothing is granted. Closed by whoever gave it
 * @param out where its standard output goes, or nowhere. Likewise
 * @param err where its standard error goes, or nowhere. Likewise
 * @param directories the directories that it sees, by the names under which it does
 * @param clock the clock of what it asks the time, and by which it may wait
 * @param random where its random bytes come from
 */
public record WasiOptions(
    List<String> arguments,
    Map<String, String> environment,
    Optional<InputStream> in,
    Optional<OutputStream> out,
    Optional<OutputStream> err,
    Map<String, Directory> directories,
    Optional<Clock> clock,
    Optional<Random> random) {

  /** A directory of the host, and whether a guest may only read it. */
  public record Directory(Path path, boolean readOnly) {}
}
