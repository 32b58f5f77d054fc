package radicchio.wasi;

import java.util.ArrayList;
import java.util.List;
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

/** The interfaces of WASI 0.3. */
final class Preview3Interfaces {
  private Preview3Interfaces() {}

  /** @param refused receives the id of each function that refuses a call because of the grants */
  static List<HostInterface> of(Capabilities has, Consumer<String> refused) {
    Grants grants = has.grants();
    Grants.Terminals terminals = grants.standard().terminals();
    DescriptorInterfaces filesystem =
        new DescriptorInterfaces(
            has.directories(),
            has.openFiles(),
            function -> refused.accept("wasi:filesystem/types#" + function));
    RandomInterfaces random = new RandomInterfaces(grants.random(), grants.limits().randomBytes());
    List<HostInterface> all = new ArrayList<>();
    all.addAll(
        List.of(
            EnvironmentInterface.host(
                grants.arguments(), grants.environment(), grants.cwd(), "get-initial-cwd"),
            ExitInterface.host(),
            MonotonicMarksInterface.host(grants.clocks()),
            SystemClockInterface.host(grants.clocks()),
            filesystem.preopens(),
            filesystem.types(),
            StandardStreamInterfaces.in(has.in()),
            StandardStreamInterfaces.out(has.out()),
            StandardStreamInterfaces.err(has.err()),
            MessageInterfaces.types(grants.limits().headerBytes()),
            MessageInterfaces.client(grants.http()),
            random.random(),
            random.insecure(),
            random.insecureSeed("get-insecure-seed"),
            SocketTypesInterface.host(has.network(), refused),
            NameInterface.host(has.network(), refused)));
    all.addAll(TerminalInterfaces.hosts(terminals.in(), terminals.out(), terminals.err()));
    return all;
  }
}
