package radicchio.wasi.host.cli;

import java.util.List;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;

/** {@code wasi:cli/terminal-*}: whether a standard stream is a terminal. */
public final class TerminalInterfaces {
  private TerminalInterfaces() {}

  /** What stands for a terminal; it can do nothing yet. */
  private record Terminal() {}

  /**
   * @param in whether standard input is a terminal
   * @param out whether standard output is
   * @param err whether standard error is
   */
  public static List<HostInterface> hosts(boolean in, boolean out, boolean err) {
    return List.of(
        resource("terminal-input"),
        resource("terminal-output"),
        asking("terminal-stdin", in),
        asking("terminal-stdout", out),
        asking("terminal-stderr", err));
  }

  private static HostInterface resource(String name) {
    return HostInterface.of("wasi:cli/" + name)
        .withResource(name, Terminal.class, terminal -> {}, terminal -> {});
  }

  private static HostInterface asking(String name, boolean is) {
    return HostInterface.of("wasi:cli/" + name)
        .with("get-" + name, a -> is ? Staged.some(new Terminal()) : Staged.none());
  }
}
