package radicchio.wasi.sockets.tcp;

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
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.SocketAddresses;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.channel.SocketSettings;

/** A listening channel, with a connection that it has accepted in advance. */
final class TcpListener {
  /** The most connections in a row that are checked and are not for this socket. */
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
   * Listens at the address of a bound channel, which is closed. On some systems two channels can have the port at a
   * time; on others it is free for a moment, because the JDK cannot make the bound channel listen.
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

  /** Tests whether {@link #accept} would return a connection or fail. */
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

  /** Tests for IPv4: IPv6 channels of the JDK also receive it, but a guest's IPv6 sockets must not. */
  private void take(SocketChannel accepted) throws IOException {
    if (SocketAddresses.isOf((InetSocketAddress) accepted.getRemoteAddress(), family)) {
      accepted.configureBlocking(false);
      ahead = Optional.of(accepted);
    } else {
      accepted.close();
    }
  }

  /** Returns the next connection, if there is one. The caller must close it. */
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
