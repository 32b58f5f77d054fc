package radicchio.wasi.p2.sockets;

import java.util.function.Consumer;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.SocketOptions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.udp.UdpSocket;

/** {@code wasi:sockets/udp}. */
final class UdpInterface {
  private static final String METHOD = "[method]udp-socket.";
  private static final String INCOMING = "[method]incoming-datagram-stream.";
  private static final String OUTGOING = "[method]outgoing-datagram-stream.";

  private UdpInterface() {}

  static HostInterface host(Consumer<String> refusing) {
    HostInterface host =
        HostInterface.of("wasi:sockets/udp")
            .withResource(
                "udp-socket", GuestUdpSocket.class, GuestUdpSocket::drop, GuestUdpSocket::end)
            .withResource(
                "incoming-datagram-stream",
                GuestIncoming.class,
                GuestIncoming::drop,
                GuestIncoming::end)
            .withResource(
                "outgoing-datagram-stream",
                GuestOutgoing.class,
                GuestOutgoing::drop,
                GuestOutgoing::end);
    SocketFunctions functions = new SocketFunctions(host, SocketErrorCode::err, refusing);
    addSocket(functions);
    new SocketOptions(
            functions,
            METHOD,
            "",
            (a, setting) -> socket(a).get(setting),
            (a, setting, value) -> socket(a).set(setting, value))
        .addUdp();
    addStreams(functions);
    return host;
  }

  private static UdpSocket socket(Arguments arguments) {
    return arguments.self(GuestUdpSocket.class).socket();
  }

  /** Ignores the borrowed network, because an instance has only one. */
  private static void addSocket(SocketFunctions functions) {
    functions
        .doing(
            METHOD + "start-bind",
            a -> socket(a).startBind(StagedAddresses.socketAddress(a.variant(2))))
        .doing(METHOD + "finish-bind", a -> socket(a).finishBind())
        .with(
            METHOD + "stream",
            a ->
                a.self(GuestUdpSocket.class).stream(
                    a.option(1).map(StagedAddresses::socketAddress)))
        .with(METHOD + "local-address", a -> StagedAddresses.staged(socket(a).localAddress()))
        .with(METHOD + "remote-address", a -> StagedAddresses.staged(socket(a).remoteAddress()))
        .plain(METHOD + "address-family", a -> StagedAddresses.staged(socket(a).family()))
        .plain(METHOD + "subscribe", a -> a.self(GuestUdpSocket.class).subscribe());
  }

  private static void addStreams(SocketFunctions functions) {
    functions
        .with(INCOMING + "receive", a -> a.self(GuestIncoming.class).receive(a.number(1)))
        .plain(INCOMING + "subscribe", a -> a.self(GuestIncoming.class).subscribe())
        .with(OUTGOING + "check-send", a -> a.self(GuestOutgoing.class).checkSend())
        .with(OUTGOING + "send", a -> a.self(GuestOutgoing.class).send(a.parts(1)))
        .plain(OUTGOING + "subscribe", a -> a.self(GuestOutgoing.class).subscribe());
  }
}
