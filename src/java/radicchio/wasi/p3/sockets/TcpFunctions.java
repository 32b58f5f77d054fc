package radicchio.wasi.p3.sockets;

import java.util.Optional;
import radicchio.abi.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.SocketError;
import radicchio.wasi.sockets.SocketFailure;
import radicchio.wasi.sockets.SocketSetting;
import radicchio.wasi.sockets.TcpSocket;

/** The functions of {@code tcp-socket}, without those that have streams. */
final class TcpFunctions {
  static final String METHOD = "[method]tcp-socket.";
  private static final long NANOS = 1_000_000_000L;

  private TcpFunctions() {}

  static void addTo(SocketRegistry functions, Network network) {
    functions
        .host()
        .withResource("tcp-socket", GuestTcp.class, SocketRegistry::close, SocketRegistry::close);
    functions
        .with(
            "[static]tcp-socket.create",
            a -> GuestTcp.created(network.tcp(StagedAddresses.family(a.number(0)))))
        .doing(METHOD + "bind", TcpFunctions::bind)
        .waiting(METHOD + "connect", TcpFunctions::connect);
    addFacts(functions);
    addOptions(functions);
  }

  private static TcpSocket socket(Arguments arguments) {
    return arguments.self(GuestTcp.class).socket();
  }

  private static void bind(Arguments a) throws SocketFailure {
    socket(a).startBind(StagedAddresses.socketAddress(a.variant(1)));
    socket(a).finishBind();
  }

  private static SocketRegistry.Wait connect(Arguments a) throws SocketFailure {
    GuestTcp guest = a.self(GuestTcp.class);
    guest.socket().startConnect(StagedAddresses.socketAddress(a.variant(1)));
    return new SocketRegistry.Wait(guest.socket().settled(), () -> connected(guest));
  }

  private static Optional<StagedCase> connected(GuestTcp guest) throws SocketFailure {
    try {
      guest.finishConnect();
      return Optional.of(Staged.ok());
    } catch (SocketFailure e) {
      if (e.error() == SocketError.WOULD_BLOCK) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void addFacts(SocketRegistry functions) {
    functions
        .with(METHOD + "get-local-address", a -> StagedAddresses.staged(socket(a).localAddress()))
        .with(METHOD + "get-remote-address", a -> StagedAddresses.staged(socket(a).remoteAddress()))
        .plain(METHOD + "get-is-listening", a -> Staged.bool(socket(a).isListening()))
        .plain(METHOD + "get-address-family", a -> StagedAddresses.staged(socket(a).family()))
        .doing(METHOD + "set-listen-backlog-size", a -> socket(a).setBacklog(a.number(1)));
  }

  private static void addOptions(SocketRegistry functions) {
    addOption(functions, "keep-alive-enabled", SocketSetting.KEEP_ALIVE);
    addDuration(functions, "keep-alive-idle-time", SocketSetting.KEEP_ALIVE_IDLE);
    addDuration(functions, "keep-alive-interval", SocketSetting.KEEP_ALIVE_INTERVAL);
    addOption(functions, "keep-alive-count", SocketSetting.KEEP_ALIVE_COUNT);
    addOption(functions, "hop-limit", SocketSetting.HOP_LIMIT);
    addOption(functions, "receive-buffer-size", SocketSetting.RECEIVE_BUFFER);
    addOption(functions, "send-buffer-size", SocketSetting.SEND_BUFFER);
  }

  private static void addOption(SocketRegistry functions, String name, SocketSetting setting) {
    functions
        .with(METHOD + "get-" + name, a -> (long) socket(a).get(setting))
        .doing(METHOD + "set-" + name, a -> socket(a).set(setting, a.number(1)));
  }

  /** An option in nanoseconds, of which the system takes whole seconds. */
  private static void addDuration(SocketRegistry functions, String name, SocketSetting setting) {
    functions
        .with(METHOD + "get-" + name, a -> socket(a).get(setting) * NANOS)
        .doing(
            METHOD + "set-" + name,
            a -> socket(a).set(setting, SocketSetting.seconds(a.number(1))));
  }
}
