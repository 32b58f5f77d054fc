package radicchio.wasi.p3.sockets;

import java.net.InetSocketAddress;
import java.util.Optional;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.SocketOptions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.udp.Datagram;
import radicchio.wasi.sockets.udp.UdpSocket;

/** The functions of {@code udp-socket}. */
final class UdpFunctions {
  private static final String METHOD = "[method]udp-socket.";

  private UdpFunctions() {}

  static void addTo(SocketFunctions functions, Network network) {
    functions
        .withSocket("udp-socket", UdpSocket.class)
        .with("[static]udp-socket.create", a -> network.udp(StagedAddresses.family(a.number(0))));
    addAddresses(functions);
    new WaitingFunctions(functions)
        .with(METHOD + "send", UdpFunctions::send)
        .with(METHOD + "receive", UdpFunctions::receive);
    new SocketOptions(
            functions,
            METHOD,
            "get-",
            (a, setting) -> socket(a).get(setting),
            (a, setting, value) -> socket(a).set(setting, value))
        .addUdp();
  }

  private static UdpSocket socket(Arguments arguments) {
    return arguments.self(UdpSocket.class);
  }

  private static void addAddresses(SocketFunctions functions) {
    functions
        .doing(METHOD + "bind", UdpFunctions::bind)
        .doing(
            METHOD + "connect",
            a -> {
              InetSocketAddress remote = StagedAddresses.socketAddress(a.variant(1));
              socket(a).requirePeer(remote);
              socket(a).bindIfUnbound();
              socket(a).connect(remote);
            })
        .doing(METHOD + "disconnect", a -> socket(a).disconnect())
        .with(METHOD + "get-local-address", a -> StagedAddresses.staged(socket(a).localAddress()))
        .with(METHOD + "get-remote-address", a -> StagedAddresses.staged(socket(a).remoteAddress()))
        .plain(METHOD + "get-address-family", a -> StagedAddresses.staged(socket(a).family()));
  }

  private static void bind(Arguments a) throws SocketFailure {
    socket(a).startBind(StagedAddresses.socketAddress(a.variant(1)));
    socket(a).finishBind();
  }

  private static WaitingFunctions.Wait send(Arguments a) throws SocketFailure {
    UdpSocket socket = socket(a);
    byte[] data = a.bytes(1);
    Optional<InetSocketAddress> to = a.option(2).map(StagedAddresses::socketAddress);
    if (to.isPresent()) {
      socket.requirePeer(to.get());
    }
    socket.bindIfUnbound();
    return new WaitingFunctions.Wait(
        socket.writable(),
        () -> socket.send(data, to) ? Optional.of(Staged.ok()) : Optional.empty());
  }

  private static WaitingFunctions.Wait receive(Arguments a) throws SocketFailure {
    UdpSocket socket = socket(a);
    return new WaitingFunctions.Wait(
        socket.readable(), () -> socket.receive().map(datagram -> Staged.ok(staged(datagram))));
  }

  private static Object[] staged(Datagram datagram) {
    return Staged.record(datagram.data(), StagedAddresses.staged(datagram.sender()));
  }
}
