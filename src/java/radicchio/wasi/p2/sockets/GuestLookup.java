package radicchio.wasi.p2.sockets;

import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;
import radicchio.wasi.sockets.NameLookup;
import radicchio.wasi.sockets.channel.SocketFailure;

/** {@code resolve-address-stream}. */
final class GuestLookup {
  private final NameLookup lookup;
  private final Children children = new Children();

  GuestLookup(NameLookup lookup) {
    this.lookup = lookup;
  }

  StagedCase next() throws SocketFailure {
    return Staged.option(lookup.next().map(StagedAddresses::staged));
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, lookup.answered());
  }

  void drop() {
    children.requireNone("resolve-address-stream");
  }
}
