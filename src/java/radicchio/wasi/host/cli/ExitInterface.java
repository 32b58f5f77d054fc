package radicchio.wasi.host.cli;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.wasi.host.HostInterface;

/** {@code wasi:cli/exit}: it unwinds the guest. */
public final class ExitInterface {
  private ExitInterface() {}

  public static HostInterface host() {
    return HostInterface.of("wasi:cli/exit")
        .with(
            "exit",
            a -> {
              throw exit(a.variant(0).index());
            })
        .with(
            "exit-with-code",
            a -> {
              throw exit(a.number(0));
            });
  }

  private static RadicchioException exit(long code) {
    return RadicchioException.of(
            ErrorKind.EXIT,
            "the guest asked to exit with code " + code + "; wasm/run of a program returns it")
        .with("exit", code);
  }
}
