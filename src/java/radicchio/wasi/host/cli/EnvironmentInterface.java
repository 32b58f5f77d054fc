package radicchio.wasi.host.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;

/** {@code wasi:cli/environment}. */
public final class EnvironmentInterface {
  private EnvironmentInterface() {}

  /** @param initialCwd the name of the function that returns the working directory, which differs between generations */
  public static HostInterface host(
      List<String> arguments,
      Map<String, String> environment,
      Optional<String> cwd,
      String initialCwd) {
    Object[] variables =
        environment.entrySet().stream().map(e -> Staged.record(e.getKey(), e.getValue())).toArray();
    return HostInterface.of("wasi:cli/environment")
        .with("get-environment", a -> variables)
        .with("get-arguments", a -> Staged.list(arguments))
        .with(initialCwd, a -> Staged.option(cwd));
  }
}
