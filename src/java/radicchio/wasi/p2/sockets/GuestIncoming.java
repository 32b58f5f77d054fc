package radicchio.wasi.p2.sockets;

import java.io.IOException;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.udp.Datagram;
import radicchio.wasi.sockets.udp.DatagramStreams;

/** {@code incoming-datagram-stream}, a child of its socket. */
final class GuestIncoming {
  /** The most datagrams of one call. */
  private static final int MOST = 16;

  private final DatagramStreams.Incoming stream;
  private final Children siblings;
  private final Children children = new Children();

  GuestIncoming(DatagramStreams.Incoming stream, Children siblings) {
    this.stream = stream;
    this.siblings = siblings;
    siblings.add();
  }

  /**
   * {@code receive}.
   *
   * @param most unsigned
   */
  Object[] receive(long most) throws SocketFailure {
    int count = Long.compareUnsigned(most, MOST) < 0 ? (int) most : MOST;
    return Staged.list(stream.receive(count).stream().map(GuestIncoming::staged).toList());
  }

  private static Object[] staged(Datagram datagram) {
    return Staged.record(datagram.data(), StagedAddresses.staged(datagram.sender()));
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, stream.readable());
  }

  void drop() {
    children.requireNone("incoming-datagram-stream");
    siblings.remove();
    end();
  }

  void end() {
    try {
      stream.close();
    } catch (IOException e) {
      // the guest has dropped it, and cannot get the failure
    }
  }
}
