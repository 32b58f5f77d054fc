package radicchio.wasi.p2.sockets;

import java.util.function.Consumer;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.SocketSetting;
import radicchio.wasi.sockets.TcpSocket;

/** {@code wasi:sockets/tcp}. */
final class TcpInterface {
  private static final String METHOD = "[method]tcp-socket.";
  private static final long NANOS = 1_000_000_000L;
  private static final TcpSocket.Direction[] SHUTDOWN_TYPES = TcpSocket.Direction.values();

  private TcpInterface() {}

  static HostInterface host(Consumer<String> refusing) {
    HostInterface host =
        HostInterface.of("wasi:sockets/tcp")
            .withResource(
                "tcp-socket", GuestTcpSocket.class, GuestTcpSocket::drop, GuestTcpSocket::end);
    SocketFunctions functions = new SocketFunctions(host, refusing);
    addStates(functions);
    addFacts(functions);
    addOptions(functions);
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
        .plain(METHOD + "subscribe", a -> a.self(GuestTcpSocket.class).subscribe());
  }

  private static void addOptions(SocketFunctions functions) {
    functions.doing(METHOD + "set-listen-backlog-size", a -> socket(a).setBacklog(a.number(1)));
    addOption(functions, "keep-alive-enabled", SocketSetting.KEEP_ALIVE);
    addDuration(functions, "keep-alive-idle-time", SocketSetting.KEEP_ALIVE_IDLE);
    addDuration(functions, "keep-alive-interval", SocketSetting.KEEP_ALIVE_INTERVAL);
    addOption(functions, "keep-alive-count", SocketSetting.KEEP_ALIVE_COUNT);
    addOption(functions, "hop-limit", SocketSetting.HOP_LIMIT);
    addOption(functions, "receive-buffer-size", SocketSetting.RECEIVE_BUFFER);
    addOption(functions, "send-buffer-size", SocketSetting.SEND_BUFFER);
  }

  private static void addOption(SocketFunctions functions, String name, SocketSetting setting) {
    functions
        .with(METHOD + name, a -> (long) socket(a).get(setting))
        .doing(METHOD + "set-" + name, a -> socket(a).set(setting, a.number(1)));
  }

  /** An option in nanoseconds. The system uses whole seconds. */
  private static void addDuration(SocketFunctions functions, String name, SocketSetting setting) {
    functions
        .with(METHOD + name, a -> socket(a).get(setting) * NANOS)
        .doing(
            METHOD + "set-" + name,
            a -> socket(a).set(setting, SocketSetting.seconds(a.number(1))));
  }
}
