package radicchio.wasi.p3.sockets;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.NameLookup;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/** {@code wasi:sockets/ip-name-lookup}. */
public final class NameInterface {
  private NameInterface() {}

  public static HostInterface host(Network network, Consumer<String> refusing) {
    SocketFunctions functions =
        new SocketFunctions(
            HostInterface.of("wasi:sockets/ip-name-lookup"), SocketErrors.OF_NAMES::err, refusing);
    new WaitingFunctions(functions)
        .with(
            "resolve-addresses",
            a -> {
              NameLookup lookup = network.lookUp(a.text(0));
              return new WaitingFunctions.Wait(lookup.answered(), () -> all(lookup));
            });
    return functions.host();
  }

  private static Optional<StagedCase> all(NameLookup lookup) throws SocketFailure {
    List<Object> addresses = new ArrayList<>();
    try {
      for (Optional<InetAddress> next = lookup.next(); next.isPresent(); next = lookup.next()) {
        addresses.add(StagedAddresses.staged(next.get()));
      }
      return Optional.of(Staged.ok(Staged.list(addresses)));
    } catch (SocketFailure e) {
      if (e.error() == SocketError.WOULD_BLOCK) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
