package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/** A state of a TCP socket, with its resources in the system. */
sealed interface TcpState {
  record Unbound() implements TcpState {}

  /**
   * @param channel keeps the address until the socket listens or connects
   * @param asked the address that the guest gave
   */
  record Bound(SocketChannel channel, InetSocketAddress asked) implements TcpState {}

  record Connecting(SocketChannel channel, OpenSockets.Slot slot) implements TcpState {
    @Override
    public TcpState now() {
      try {
        return channel.finishConnect() ? new Connected(new TcpConnection(channel, slot)) : this;
      } catch (IOException e) {
        ChannelSelector.closing(channel); // the JDK has closed it, and its waits end
        return new Refused(refusal(e));
      }
    }

    @Override
    public CompletableFuture<Void> sign() {
      return ChannelSelector.ready(channel, SelectionKey.OP_CONNECT);
    }
  }

  /** Connecting has failed, and the guest has not got the failure yet. */
  record Refused(SocketFailure failure) implements TcpState {}

  record Connected(TcpConnection connection) implements TcpState {}

  record Listening(TcpListener listener) implements TcpState {
    @Override
    public CompletableFuture<Void> sign() {
      return listener.sign();
    }
  }

  /** After a failure. */
  record Closed() implements TcpState {}

  /** Must be closed by the code that made it. */
  record Dropped() implements TcpState {}

  /**
   * Starts to connect.
   *
   * @param channel the slot keeps it, and the connection takes it over
   */
  static TcpState connecting(SocketChannel channel, InetSocketAddress remote, OpenSockets.Slot slot)
      throws IOException {
    try {
      channel.connect(remote);
      return new Connecting(channel, slot);
    } catch (IOException e) {
      channel.close();
      return new Refused(refusal(e));
    }
  }

  private static SocketFailure refusal(IOException e) {
    SocketError error = SocketError.of(e);
    return error == SocketError.ADDRESS_NOT_BINDABLE // no local port is left
        ? new SocketFailure(SocketError.ADDRESS_IN_USE, String.valueOf(e.getMessage()))
        : SocketFailure.of(e);
  }

  /** Returns the current state, because an attempt to connect may have ended. */
  default TcpState now() {
    return this;
  }

  /** Returns a stage that completes when the state may have changed, or there is a connection to accept. */
  default CompletableFuture<Void> sign() {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Returns the channel, which has the options of the socket; empty if there is none yet.
   *
   * @throws SocketFailure if there will never be one
   */
  default Optional<NetworkChannel> held() throws SocketFailure {
    if (this instanceof Bound bound) {
      return Optional.of(bound.channel());
    }
    if (this instanceof Connecting connecting) {
      return Optional.of(connecting.channel());
    }
    if (this instanceof Connected connected) {
      return Optional.of(connected.connection().channel());
    }
    if (this instanceof Listening listening) {
      return Optional.of(listening.listener().channel());
    }
    if (this instanceof Unbound) {
      return Optional.empty();
    }
    throw SocketFailure.state("a socket that is not closed");
  }
}
