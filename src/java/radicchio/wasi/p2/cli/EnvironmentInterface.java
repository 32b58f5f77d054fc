package radicchio.wasi.p2.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.wasi.p2.HostInterface;
import radicchio.wasi.p2.Staged;

/** {@code wasi:cli/environment}. */
public final class EnvironmentInterface {
  private EnvironmentInterface() {}

  public static HostInterface host(
      List<String> arguments, Map<String, String> environment, Optional<String> cwd) {
    Object[] variables =
        environment.entrySet().stream().map(e -> Staged.record(e.getKey(), e.getValue())).toArray();
    return HostInterface.of("wasi:cli/environment")
        .with("get-environment", a -> variables)
        .with("get-arguments", a -> Staged.list(arguments))
        .with("initial-cwd", a -> Staged.option(cwd));
  }
}
