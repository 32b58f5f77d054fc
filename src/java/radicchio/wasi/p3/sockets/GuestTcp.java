package radicchio.wasi.p3.sockets;

import java.io.IOException;
import java.util.Optional;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.tcp.TcpSocket;
import radicchio.wasi.sockets.tcp.TcpStreams;

/** {@code tcp-socket}. A guest may take each of its directions once. */
final class GuestTcp implements AutoCloseable {
  private final TcpSocket socket;
  private Optional<TcpStreams> streams;
  private boolean listens;
  private boolean sends;
  private boolean receives;

  private GuestTcp(TcpSocket socket, Optional<TcpStreams> streams) {
    this.socket = socket;
    this.streams = streams;
  }

  static GuestTcp created(TcpSocket socket) {
    return new GuestTcp(socket, Optional.empty());
  }

  static GuestTcp accepted(TcpSocket socket) throws SocketFailure {
    return new GuestTcp(socket, Optional.of(socket.streams()));
  }

  TcpSocket socket() {
    return socket;
  }

  /** Finishes connecting. */
  void finishConnect() throws SocketFailure {
    streams = Optional.of(socket.finishConnect());
  }

  void listen() throws SocketFailure {
    if (listens) {
      throw invalid("a socket that does not listen");
    }
    socket.bindIfUnbound();
    socket.startListen();
    socket.finishListen();
    listens = true;
  }

  /** Takes the direction to the peer. */
  TcpStreams takeOutput() throws SocketFailure {
    TcpStreams connected = connected();
    if (sends) {
      throw invalid("a socket that does not send yet");
    }
    sends = true;
    return connected;
  }

  /** Takes the direction from the peer. */
  TcpStreams takeInput() throws SocketFailure {
    TcpStreams connected = connected();
    if (receives) {
      throw invalid("a socket that does not receive yet");
    }
    receives = true;
    return connected;
  }

  private TcpStreams connected() throws SocketFailure {
    return streams.orElseThrow(() -> invalid("a connected socket"));
  }

  private static SocketFailure invalid(String expected) {
    return new SocketFailure(SocketError.INVALID_STATE, "expected " + expected);
  }

  /** Closes the socket, and the directions that were not taken. */
  @Override
  public void close() throws IOException {
    try {
      if (streams.isPresent() && !sends) {
        streams.get().out().close();
      }
      if (streams.isPresent() && !receives) {
        streams.get().in().close();
      }
    } finally {
      socket.close();
    }
  }
}
