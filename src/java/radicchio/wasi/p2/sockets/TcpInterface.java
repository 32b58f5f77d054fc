package radicchio.wasi.p2.sockets;

import java.util.function.Consumer;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.SocketOptions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.tcp.TcpSocket;

/** {@code wasi:sockets/tcp}. */
final class TcpInterface {
  private static final String METHOD = "[method]tcp-socket.";
  private static final TcpSocket.Direction[] SHUTDOWN_TYPES = TcpSocket.Direction.values();

  private TcpInterface() {}

  static HostInterface host(Consumer<String> refusing) {
    HostInterface host =
        HostInterface.of("wasi:sockets/tcp")
            .withResource(
                "tcp-socket", GuestTcpSocket.class, GuestTcpSocket::drop, GuestTcpSocket::end);
    SocketFunctions functions = new SocketFunctions(host, SocketErrorCode::err, refusing);
    addStates(functions);
    addFacts(functions);
    new SocketOptions(
            functions,
            METHOD,
            "",
            (a, setting) -> socket(a).get(setting),
            (a, setting, value) -> socket(a).set(setting, value))
        .addTcp();
    return host;
  }

  private static TcpSocket socket(Arguments arguments) {
    return arguments.self(GuestTcpSocket.class).socket();
  }

  /** Ignores the borrowed network, because an instance has only one. */
  private static void addStates(SocketFunctions functions) {
    functions
        .doing(
            METHOD + "start-bind",
            a -> socket(a).startBind(StagedAddresses.socketAddress(a.variant(2))))
        .doing(METHOD + "finish-bind", a -> socket(a).finishBind())
        .doing(
            METHOD + "start-connect",
            a -> socket(a).startConnect(StagedAddresses.socketAddress(a.variant(2))))
        .with(METHOD + "finish-connect", a -> a.self(GuestTcpSocket.class).finishConnect())
        .doing(METHOD + "start-listen", a -> socket(a).startListen())
        .doing(METHOD + "finish-listen", a -> socket(a).finishListen())
        .with(METHOD + "accept", a -> a.self(GuestTcpSocket.class).accept())
        .doing(METHOD + "shutdown", a -> socket(a).shutDown(SHUTDOWN_TYPES[(int) a.number(1)]));
  }

  private static void addFacts(SocketFunctions functions) {
    functions
        .with(METHOD + "local-address", a -> StagedAddresses.staged(socket(a).localAddress()))
        .with(METHOD + "remote-address", a -> StagedAddresses.staged(socket(a).remoteAddress()))
        .plain(METHOD + "is-listening", a -> Staged.bool(socket(a).isListening()))
        .plain(METHOD + "address-family", a -> StagedAddresses.staged(socket(a).family()))
        .doing(METHOD + "set-listen-backlog-size", a -> socket(a).setBacklog(a.number(1)))
        .plain(METHOD + "subscribe", a -> a.self(GuestTcpSocket.class).subscribe());
  }
}
