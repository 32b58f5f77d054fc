package radicchio.wasi.p3.sockets;

import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.SocketOptions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Network;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.tcp.TcpSocket;

/** The functions of {@code tcp-socket}, without those that have streams. */
final class TcpFunctions {
  static final String METHOD = "[method]tcp-socket.";

  private TcpFunctions() {}

  static void addTo(SocketFunctions functions, Network network) {
    functions
        .withSocket("tcp-socket", GuestTcp.class)
        .with(
            "[static]tcp-socket.create",
            a -> GuestTcp.created(network.tcp(StagedAddresses.family(a.number(0)))))
        .doing(METHOD + "bind", TcpFunctions::bind);
    new WaitingFunctions(functions).with(METHOD + "connect", TcpFunctions::connect);
    addFacts(functions);
    new SocketOptions(
            functions,
            METHOD,
            "get-",
            (a, setting) -> socket(a).get(setting),
            (a, setting, value) -> socket(a).set(setting, value))
        .addTcp();
  }

  private static TcpSocket socket(Arguments arguments) {
    return arguments.self(GuestTcp.class).socket();
  }

  private static void bind(Arguments a) throws SocketFailure {
    socket(a).startBind(StagedAddresses.socketAddress(a.variant(1)));
    socket(a).finishBind();
  }

  private static WaitingFunctions.Wait connect(Arguments a) throws SocketFailure {
    GuestTcp guest = a.self(GuestTcp.class);
    guest.socket().startConnect(StagedAddresses.socketAddress(a.variant(1)));
    return new WaitingFunctions.Wait(guest.socket().settled(), () -> connected(guest));
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

  private static void addFacts(SocketFunctions functions) {
    functions
        .with(METHOD + "get-local-address", a -> StagedAddresses.staged(socket(a).localAddress()))
        .with(METHOD + "get-remote-address", a -> StagedAddresses.staged(socket(a).remoteAddress()))
        .plain(METHOD + "get-is-listening", a -> Staged.bool(socket(a).isListening()))
        .plain(METHOD + "get-address-family", a -> StagedAddresses.staged(socket(a).family()))
        .doing(METHOD + "set-listen-backlog-size", a -> socket(a).setBacklog(a.number(1)));
  }
}
