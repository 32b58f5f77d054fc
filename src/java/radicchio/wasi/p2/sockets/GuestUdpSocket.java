package radicchio.wasi.p2.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import radicchio.wasi.host.Staged;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.udp.DatagramStreams;
import radicchio.wasi.sockets.udp.UdpSocket;
import radicchio.wasi.streams.Pollable;

/** {@code udp-socket}. */
final class GuestUdpSocket {
  private final UdpSocket socket;
  private final Children children = new Children();

  GuestUdpSocket(UdpSocket socket) {
    this.socket = socket;
  }

  UdpSocket socket() {
    return socket;
  }

  /** {@code stream}: returns the incoming and the outgoing stream. */
  Object[] stream(Optional<InetSocketAddress> remote) throws SocketFailure {
    DatagramStreams streams = socket.stream(remote);
    return Staged.record(
        new GuestIncoming(streams.in(), children), new GuestOutgoing(streams.out(), children));
  }

  /** None of its operations waits. */
  GuestPollable subscribe() {
    return GuestPollable.childOf(children, Pollable.READY);
  }

  void drop() {
    children.requireNone("udp-socket");
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
