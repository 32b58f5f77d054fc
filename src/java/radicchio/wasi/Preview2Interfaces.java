package radicchio.wasi;

import java.util.Optional;
import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.cli.EnvironmentInterface;
import radicchio.wasi.host.cli.ExitInterface;
import radicchio.wasi.host.cli.TerminalInterfaces;
import radicchio.wasi.host.random.RandomInterfaces;
import radicchio.wasi.p2.cli.StandardInterfaces;
import radicchio.wasi.p2.clocks.MonotonicClockInterface;
import radicchio.wasi.p2.clocks.WallClockInterface;
import radicchio.wasi.p2.filesystem.FilesystemInterfaces;
import radicchio.wasi.p2.http.HttpInterfaces;
import radicchio.wasi.p2.io.ErrorInterface;
import radicchio.wasi.p2.io.PollInterface;
import radicchio.wasi.p2.io.StreamsInterface;
import radicchio.wasi.p2.sockets.SocketsInterfaces;

/** The interfaces of WASI 0.2, for one instance. Each is made when the instance's component imports it. */
final class Preview2Interfaces {
  private final Capabilities has;
  private final Consumer<String> refused;

  /** @param refused receives the id of each function that refuses a call because of the grants */
  Preview2Interfaces(Capabilities has, Consumer<String> refused) {
    this.has = has;
    this.refused = refused;
  }

  /**
   * Makes an interface.
   *
   * @param name without a version: {@code "wasi:io/poll"}
   * @return empty if this host does not have it
   */
  Optional<HostInterface> of(String name) {
    Grants grants = has.grants();
    Grants.Terminals terminals = grants.standard().terminals();
    HostInterface made =
        switch (name) {
          case "wasi:cli/stdin" -> StandardInterfaces.in(has.in());
          case "wasi:cli/stdout" -> StandardInterfaces.out(has.out());
          case "wasi:cli/stderr" -> StandardInterfaces.err(has.err());
          case "wasi:cli/environment" ->
              EnvironmentInterface.host(
                  grants.arguments(), grants.environment(), grants.cwd(), "initial-cwd");
          case "wasi:cli/exit" -> ExitInterface.host();
          case "wasi:cli/terminal-input" -> TerminalInterfaces.input();
          case "wasi:cli/terminal-output" -> TerminalInterfaces.output();
          case "wasi:cli/terminal-stdin" -> TerminalInterfaces.stdin(terminals.in());
          case "wasi:cli/terminal-stdout" -> TerminalInterfaces.stdout(terminals.out());
          case "wasi:cli/terminal-stderr" -> TerminalInterfaces.stderr(terminals.err());
          case "wasi:clocks/monotonic-clock" -> MonotonicClockInterface.host(grants.clocks());
          case "wasi:clocks/wall-clock" -> WallClockInterface.host(grants.clocks());
          case "wasi:filesystem/preopens" -> filesystem().preopens();
          case "wasi:filesystem/types" -> filesystem().types();
          case "wasi:http/types" -> HttpInterfaces.types(grants.limits().headerBytes());
          case "wasi:http/outgoing-handler" -> HttpInterfaces.outgoingHandler(grants.http());
          case "wasi:io/error" -> ErrorInterface.host();
          case "wasi:io/poll" -> PollInterface.host();
          case "wasi:io/streams" -> StreamsInterface.host(grants.standard().patient());
          case "wasi:random/random" -> random().random();
          case "wasi:random/insecure" -> random().insecure();
          case "wasi:random/insecure-seed" -> random().insecureSeed("insecure-seed");
          case "wasi:sockets/network" -> SocketsInterfaces.network();
          case "wasi:sockets/instance-network" -> SocketsInterfaces.instanceNetwork();
          case "wasi:sockets/tcp-create-socket" ->
              SocketsInterfaces.tcpCreation(has.network(), refused);
          case "wasi:sockets/udp-create-socket" ->
              SocketsInterfaces.udpCreation(has.network(), refused);
          case "wasi:sockets/tcp" -> SocketsInterfaces.tcp(refused);
          case "wasi:sockets/udp" -> SocketsInterfaces.udp(refused);
          case "wasi:sockets/ip-name-lookup" -> SocketsInterfaces.lookup(has.network(), refused);
          default -> null;
        };
    return Optional.ofNullable(made);
  }

  private FilesystemInterfaces filesystem() {
    return new FilesystemInterfaces(
        has.directories(),
        has.openFiles(),
        function -> refused.accept("wasi:filesystem/types#" + function));
  }

  private RandomInterfaces random() {
    Grants grants = has.grants();
    return new RandomInterfaces(grants.random(), grants.limits().randomBytes());
  }
}
