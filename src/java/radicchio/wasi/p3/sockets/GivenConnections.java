package radicchio.wasi.p3.sockets;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.StreamSource;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.tcp.TcpSocket;

/** The connections that a socket accepts, as a guest reads them. Connections that fail at once are skipped. */
final class GivenConnections implements StreamSource.OfElements {
  /** The most failures in a row that are skipped before the guest must wait. */
  private static final int MOST_FAILED = 64;

  private final TcpSocket listening;
  private CompletionStage<Void> waiting = CompletableFuture.completedStage(null);

  GivenConnections(TcpSocket listening) {
    this.listening = listening;
  }

  @Override
  public int read(Object[] target, int offset, int length) {
    int count = 0;
    for (int failed = 0; count < length && failed < MOST_FAILED; ) {
      try {
        target[offset + count] = GuestTcp.accepted(listening.accept());
        count++;
      } catch (SocketFailure e) {
        if (e.error() == SocketError.WOULD_BLOCK) {
          waiting = listening.settled().whenReady();
          break;
        }
        if (e.error() == SocketError.NEW_SOCKET_LIMIT) {
          waiting = listening.whenRoom();
          break;
        }
        if (e.error() == SocketError.INVALID_STATE) {
          return count > 0 ? count : END; // the socket is closed
        }
        failed++;
      }
    }
    return count;
  }

  @Override
  public CompletionStage<Void> whenReadable() {
    return waiting;
  }

  @Override
  public void close() {
    // the socket listens until it is dropped
  }
}
