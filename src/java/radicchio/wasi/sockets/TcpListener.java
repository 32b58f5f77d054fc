package radicchio.wasi.sockets;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** A channel that listens, and the connection that it accepted before it was asked to. */
final class TcpListener {
  /** How many connections are looked at in a row that are not for this socket. */
  private static final int MOST_REFUSED = 64;

  private final ServerSocketChannel channel;
  private final StandardProtocolFamily family;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private Optional<SocketChannel> ahead = Optional.empty();

  /** Guarded by {@link #lock}. */
  private Optional<IOException> failure = Optional.empty();

  private TcpListener(ServerSocketChannel channel, StandardProtocolFamily family) {
    this.channel = channel;
    this.family = family;
  }

  /**
   * Listens at the address that a channel is bound to, which is closed. Systems whose rules allow it have the port all
   * the time; on others it is free for a moment, because the JDK cannot make that channel listen.
   */
  static TcpListener inPlaceOf(
      SocketChannel reserving, StandardProtocolFamily family, SocketSettings settings, int backlog)
      throws IOException, SocketFailure {
    InetSocketAddress address = (InetSocketAddress) reserving.getLocalAddress();
    ServerSocketChannel channel = ServerSocketChannel.open(family);
    try {
      channel.configureBlocking(false);
      settings.applyTo(channel);
      try {
        channel.bind(address, backlog);
      } catch (BindException e) {
        reserving.close();
        channel.bind(address, backlog);
      }
      reserving.close();
      return new TcpListener(channel, family);
    } catch (IOException | RuntimeException | SocketFailure e) {
      channel.close();
      throw e;
    }
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Whether {@link #accept} has something to give, or a failure. */
  boolean hasPending() {
    lock.lock();
    try {
      for (int i = 0; i < MOST_REFUSED && ahead.isEmpty() && failure.isEmpty(); i++) {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return !channel.isOpen();
        }
        take(accepted);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    } finally {
      lock.unlock();
    }
    return ahead.isPresent() || failure.isPresent();
  }

  /** The JDK's IPv6 channels hear IPv4 too, which a guest's IPv6 sockets must not. */
  private void take(SocketChannel accepted) throws IOException {
    if (SocketAddresses.isOf((InetSocketAddress) accepted.getRemoteAddress(), family)) {
      accepted.configureBlocking(false);
      ahead = Optional.of(accepted);
    } else {
      accepted.close();
    }
  }

  /** The connection that came first, if there is one. The caller closes it. */
  Optional<SocketChannel> accept() throws IOException {
    lock.lock();
    try {
      if (!hasPending()) {
        return Optional.empty();
      }
      if (failure.isPresent()) {
        IOException thrown = failure.get();
        failure = Optional.empty();
        throw thrown;
      }
      Optional<SocketChannel> accepted = ahead;
      ahead = Optional.empty();
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Void> sign() {
    return ChannelSelector.ready(channel, SelectionKey.OP_ACCEPT);
  }

  void close() throws IOException {
    Optional<SocketChannel> refused;
    lock.lock();
    try {
      refused = ahead;
      ahead = Optional.empty();
    } finally {
      lock.unlock();
    }
    try {
      if (refused.isPresent()) {
        refused.get().close();
      }
    } finally {
      ChannelSelector.close(channel);
    }
  }
}
