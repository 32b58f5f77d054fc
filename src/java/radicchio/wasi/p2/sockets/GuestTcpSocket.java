package radicchio.wasi.p2.sockets;

import java.io.IOException;
import radicchio.wasi.host.Staged;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestInput;
import radicchio.wasi.p2.io.GuestOutput;
import radicchio.wasi.p2.io.GuestPollable;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.tcp.TcpSocket;
import radicchio.wasi.sockets.tcp.TcpStreams;

/** {@code tcp-socket}. */
final class GuestTcpSocket {
  private final TcpSocket socket;
  private final Children children = new Children();

  GuestTcpSocket(TcpSocket socket) {
    this.socket = socket;
  }

  TcpSocket socket() {
    return socket;
  }

  /** {@code finish-connect}: returns the input and the output stream. */
  Object[] finishConnect() throws SocketFailure {
    TcpStreams streams = socket.finishConnect();
    return Staged.record(
        GuestInput.childOf(children, streams.in()), GuestOutput.childOf(children, streams.out()));
  }

  /** {@code accept}: returns a socket, its input and its output stream. */
  Object[] accept() throws SocketFailure {
    GuestTcpSocket accepted = new GuestTcpSocket(socket.accept());
    TcpStreams streams = accepted.socket.streams();
    return Staged.record(
        accepted,
        GuestInput.childOf(accepted.children, streams.in()),
        GuestOutput.childOf(accepted.children, streams.out()));
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, socket.settled());
  }

  void drop() {
    children.requireNone("tcp-socket");
    end();
  }

  void end() {
    try {
      socket.close();
    } catch (IOException e) {
      // the guest has dropped it, and cannot get the failure
    }
  }
}
