package radicchio.wasi;

import java.util.ArrayList;
import java.util.List;
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

/** The interfaces of WASI 0.2. */
final class Preview2Interfaces {
  private Preview2Interfaces() {}

  /** @param refused receives the id of each function that refuses a call because of the grants */
  static List<HostInterface> of(Capabilities has, Consumer<String> refused) {
    Grants grants = has.grants();
    Grants.Terminals terminals = grants.standard().terminals();
    FilesystemInterfaces filesystem =
        new FilesystemInterfaces(
            has.directories(),
            has.openFiles(),
            function -> refused.accept("wasi:filesystem/types#" + function));
    RandomInterfaces random = new RandomInterfaces(grants.random(), grants.limits().randomBytes());
    List<HostInterface> all = new ArrayList<>();
    all.addAll(
        List.of(
            StandardInterfaces.in(has.in()),
            StandardInterfaces.out(has.out()),
            StandardInterfaces.err(has.err()),
            StreamsInterface.host(grants.standard().patient()),
            PollInterface.host(),
            ErrorInterface.host(),
            EnvironmentInterface.host(
                grants.arguments(), grants.environment(), grants.cwd(), "initial-cwd"),
            ExitInterface.host(),
            MonotonicClockInterface.host(grants.clocks()),
            WallClockInterface.host(grants.clocks()),
            HttpInterfaces.types(grants.limits().headerBytes()),
            HttpInterfaces.outgoingHandler(grants.http()),
            filesystem.preopens(),
            filesystem.types(),
            random.random(),
            random.insecure(),
            random.insecureSeed("insecure-seed")));
    all.addAll(TerminalInterfaces.hosts(terminals.in(), terminals.out(), terminals.err()));
    all.addAll(SocketsInterfaces.hosts(has.network(), refused));
    return all;
  }
}
