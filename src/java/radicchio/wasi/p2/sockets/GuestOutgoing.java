package radicchio.wasi.p2.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import radicchio.abi.context.Trap;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.io.GuestPollable;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.udp.DatagramStreams;

/** {@code outgoing-datagram-stream}, a child of its socket. */
final class GuestOutgoing {
  /** The most permitted datagrams at once. */
  private static final int MOST = 16;

  private final DatagramStreams.Outgoing stream;
  private final Children siblings;
  private final Children children = new Children();

  /** The number of datagrams that may be sent without another check. */
  private int permit;

  GuestOutgoing(DatagramStreams.Outgoing stream, Children siblings) {
    this.stream = stream;
    this.siblings = siblings;
    siblings.add();
  }

  long checkSend() throws SocketFailure {
    permit = stream.hasRoom() ? MOST : 0;
    return permit;
  }

  /** {@code send}: returns the number of sent datagrams. A failure is reported only if it is that of the first. */
  long send(Object[] datagrams) throws SocketFailure {
    if (datagrams.length == 0) {
      return 0;
    }
    if (datagrams.length > permit) {
      throw Trap.of(
          "an outgoing datagram stream got "
              + datagrams.length
              + " datagrams, but check-send permitted "
              + permit);
    }
    permit = 0;
    int sent = 0;
    try {
      while (sent < datagrams.length && isSent((Object[]) datagrams[sent])) {
        sent++;
      }
    } catch (SocketFailure e) {
      if (sent == 0) {
        throw e;
      }
    }
    return sent;
  }

  private boolean isSent(Object[] datagram) throws SocketFailure {
    Optional<InetSocketAddress> to =
        Optional.ofNullable(((StagedCase) datagram[1]).payload())
            .map(StagedAddresses::socketAddress);
    return stream.send((byte[]) datagram[0], to);
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, stream.writable());
  }

  void drop() {
    children.requireNone("outgoing-datagram-stream");
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
