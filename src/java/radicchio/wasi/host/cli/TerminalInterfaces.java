package radicchio.wasi.host.cli;

import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;

/** {@code wasi:cli/terminal-*}: whether a standard stream is a terminal. */
public final class TerminalInterfaces {
  private TerminalInterfaces() {}

  /** A terminal. WASI defines no operations on it yet. */
  private record Terminal() {}

  public static HostInterface input() {
    return resource("terminal-input");
  }

  public static HostInterface output() {
    return resource("terminal-output");
  }

  /** @param terminal whether standard input is a terminal */
  public static HostInterface stdin(boolean terminal) {
    return asking("terminal-stdin", terminal);
  }

  /** @param terminal whether standard output is a terminal */
  public static HostInterface stdout(boolean terminal) {
    return asking("terminal-stdout", terminal);
  }

  /** @param terminal whether standard error is a terminal */
  public static HostInterface stderr(boolean terminal) {
    return asking("terminal-stderr", terminal);
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
