package radicchio.wasi;

import java.util.Optional;
import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.cli.EnvironmentInterface;
import radicchio.wasi.host.cli.ExitInterface;
import radicchio.wasi.host.cli.TerminalInterfaces;
import radicchio.wasi.host.random.RandomInterfaces;
import radicchio.wasi.p3.cli.StandardStreamInterfaces;
import radicchio.wasi.p3.clocks.MonotonicMarksInterface;
import radicchio.wasi.p3.clocks.SystemClockInterface;
import radicchio.wasi.p3.filesystem.DescriptorInterfaces;
import radicchio.wasi.p3.http.MessageInterfaces;
import radicchio.wasi.p3.sockets.NameInterface;
import radicchio.wasi.p3.sockets.SocketTypesInterface;

/** The interfaces of WASI 0.3, for one instance. Each is made when the instance's component imports it. */
final class Preview3Interfaces {
  private final Capabilities has;
  private final Consumer<String> refused;

  /** @param refused receives the id of each function that refuses a call because of the grants */
  Preview3Interfaces(Capabilities has, Consumer<String> refused) {
    this.has = has;
    this.refused = refused;
  }

  /**
   * Makes an interface.
   *
   * @param name without a version: {@code "wasi:http/types"}
   * @return empty if this host does not have it
   */
  Optional<HostInterface> of(String name) {
    Grants grants = has.grants();
    Grants.Terminals terminals = grants.standard().terminals();
    HostInterface made =
        switch (name) {
          case "wasi:cli/environment" ->
              EnvironmentInterface.host(
                  grants.arguments(), grants.environment(), grants.cwd(), "get-initial-cwd");
          case "wasi:cli/exit" -> ExitInterface.host();
          case "wasi:cli/stdin" -> StandardStreamInterfaces.in(has.in());
          case "wasi:cli/stdout" -> StandardStreamInterfaces.out(has.out());
          case "wasi:cli/stderr" -> StandardStreamInterfaces.err(has.err());
          case "wasi:cli/terminal-input" -> TerminalInterfaces.input();
          case "wasi:cli/terminal-output" -> TerminalInterfaces.output();
          case "wasi:cli/terminal-stdin" -> TerminalInterfaces.stdin(terminals.in());
          case "wasi:cli/terminal-stdout" -> TerminalInterfaces.stdout(terminals.out());
          case "wasi:cli/terminal-stderr" -> TerminalInterfaces.stderr(terminals.err());
          case "wasi:clocks/monotonic-clock" -> MonotonicMarksInterface.host(grants.clocks());
          case "wasi:clocks/system-clock" -> SystemClockInterface.host(grants.clocks());
          case "wasi:filesystem/preopens" -> filesystem().preopens();
          case "wasi:filesystem/types" -> filesystem().types();
          case "wasi:http/types" -> MessageInterfaces.types(grants.limits().headerBytes());
          case "wasi:http/client" -> MessageInterfaces.client(grants.http());
          case "wasi:random/random" -> random().random();
          case "wasi:random/insecure" -> random().insecure();
          case "wasi:random/insecure-seed" -> random().insecureSeed("get-insecure-seed");
          case "wasi:sockets/types" -> SocketTypesInterface.host(has.network(), refused);
          case "wasi:sockets/ip-name-lookup" -> NameInterface.host(has.network(), refused);
          default -> null;
        };
    return Optional.ofNullable(made);
  }

  private DescriptorInterfaces filesystem() {
    return new DescriptorInterfaces(
        has.directories(),
        has.openFiles(),
        function -> refused.accept("wasi:filesystem/types#" + function));
  }

  private RandomInterfaces random() {
    Grants grants = has.grants();
    return new RandomInterfaces(grants.random(), grants.limits().randomBytes());
  }
}
