package radicchio.wasi.p3.sockets;

import java.net.InetSocketAddress;
import java.util.Optional;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Datagram;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.SocketFailure;
import radicchio.wasi.sockets.SocketSetting;
import radicchio.wasi.sockets.UdpSocket;

/** The functions of {@code udp-socket}. */
final class UdpFunctions {
  private static final String METHOD = "[method]udp-socket.";

  private UdpFunctions() {}

  static void addTo(SocketRegistry functions, Network network) {
    functions
        .host()
        .withResource("udp-socket", UdpSocket.class, SocketRegistry::close, SocketRegistry::close);
    functions.with(
        "[static]udp-socket.create", a -> network.udp(StagedAddresses.family(a.number(0))));
    addAddresses(functions);
    functions
        .waiting(METHOD + "send", UdpFunctions::send)
        .waiting(METHOD + "receive", UdpFunctions::receive);
    addOption(functions, "unicast-hop-limit", SocketSetting.HOP_LIMIT);
    addOption(functions, "receive-buffer-size", SocketSetting.RECEIVE_BUFFER);
    addOption(functions, "send-buffer-size", SocketSetting.SEND_BUFFER);
  }

  private static UdpSocket socket(Arguments arguments) {
    return arguments.self(UdpSocket.class);
  }

  private static void addAddresses(SocketRegistry functions) {
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

  private static SocketRegistry.Wait send(Arguments a) throws SocketFailure {
    UdpSocket socket = socket(a);
    byte[] data = a.bytes(1);
    Optional<InetSocketAddress> to = a.option(2).map(StagedAddresses::socketAddress);
    if (to.isPresent()) {
      socket.requirePeer(to.get());
    }
    socket.bindIfUnbound();
    return new SocketRegistry.Wait(
        socket.writable(),
        () -> socket.send(data, to) ? Optional.of(Staged.ok()) : Optional.empty());
  }

  private static SocketRegistry.Wait receive(Arguments a) throws SocketFailure {
    UdpSocket socket = socket(a);
    return new SocketRegistry.Wait(
        socket.readable(), () -> socket.receive().map(datagram -> Staged.ok(staged(datagram))));
  }

  private static Object[] staged(Datagram datagram) {
    return Staged.record(datagram.data(), StagedAddresses.staged(datagram.sender()));
  }

  private static void addOption(SocketRegistry functions, String name, SocketSetting setting) {
    functions
        .with(METHOD + "get-" + name, a -> (long) socket(a).get(setting))
        .doing(METHOD + "set-" + name, a -> socket(a).set(setting, a.number(1)));
  }
}
