package radicchio.wasi.sockets.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.SocketAddresses;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.grant.Permissions;

/**
 * A bound UDP channel, which checks what a guest receives and sends. A guest that may listen at its address receives
 * from everyone and may reply; any other guest receives only from peers that it may send to. Any thread may use it.
 */
final class UdpChannel {
  private static final int LONGEST = 65_535;

  /** The most datagrams in a row that are checked and are not for this guest. */
  private static final int MOST_DROPPED = 64;

  /** The most senders that the guest may reply to: the latest ones. */
  private static final int MOST_SENDERS = 256;

  private final DatagramChannel channel;
  private final StandardProtocolFamily family;
  private final Permissions permissions;
  private final boolean listens;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, like the fields below. */
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST);

  /** The received datagrams that were not returned yet. */
  private final Queue<Datagram> ahead = new ArrayDeque<>();

  private Optional<IOException> failure = Optional.empty();
  private Optional<InetSocketAddress> remote = Optional.empty();

  /** Complete if the system accepts datagrams. */
  private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

  private final Set<InetSocketAddress> senders =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Boolean> eldest) {
              return size() > MOST_SENDERS;
            }
          });

  /**
   * @param channel bound; must be closed by the caller
   * @param listens whether the grant allows listening at its address
   */
  UdpChannel(
      DatagramChannel channel,
      StandardProtocolFamily family,
      Permissions permissions,
      boolean listens) {
    this.channel = channel;
    this.family = family;
    this.permissions = permissions;
    this.listens = listens;
  }

  DatagramChannel channel() {
    return channel;
  }

  Optional<InetSocketAddress> remote() {
    lock.lock();
    try {
      return remote;
    } finally {
      lock.unlock();
    }
  }

  // --- Peers -----------------------------------------------------------------------------------

  /** Limits the channel to one peer. Datagrams that arrived from it before are still returned. */
  void connect(InetSocketAddress peer) throws IOException, SocketFailure {
    lock.lock();
    try {
      requireSend(peer);
      disconnect();
      attach(peer);
    } finally {
      lock.unlock();
    }
  }

  private void attach(InetSocketAddress peer) throws IOException {
    keepOnly(peer);
    try {
      channel.connect(peer); // the JDK drops datagrams that arrive until then
    } catch (PortUnreachableException e) { // it is connected, and the peer has replied already
      failure = Optional.of(e);
    }
    remote = Optional.of(peer);
  }

  private void requireSend(InetSocketAddress peer) throws SocketFailure {
    if (!senders.contains(peer)) {
      permissions.requireConnect(peer);
    }
  }

  /** Keeps the available datagrams of one sender; if there are many, the first ones. */
  private void keepOnly(InetSocketAddress peer) {
    Queue<Datagram> kept = new ArrayDeque<>();
    int bytes = 0;
    for (int i = 0; i < MOST_DROPPED && bytes < LONGEST && hasDatagram() && !ahead.isEmpty(); i++) {
      Datagram next = ahead.remove();
      if (next.sender().equals(peer)) {
        kept.add(next);
        bytes += next.data().length;
      }
    }
    ahead.clear();
    ahead.addAll(kept);
  }

  void disconnect() throws IOException {
    lock.lock();
    try {
      if (remote.isPresent()) {
        remote = Optional.empty();
        failure = Optional.empty();
        channel.disconnect();
      }
    } finally {
      lock.unlock();
    }
  }

  // --- Receive ---------------------------------------------------------------------------------

  /** Tests whether {@link #receive} would return a datagram or fail. */
  boolean hasDatagram() {
    lock.lock();
    try {
      for (int i = 0; i < MOST_DROPPED && ahead.isEmpty() && failure.isEmpty(); i++) {
        buffer.clear();
        InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
        if (sender == null) {
          return false;
        }
        take(sender);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    } finally {
      lock.unlock();
    }
    return !ahead.isEmpty() || failure.isPresent();
  }

  /** Tests for IPv4: IPv6 channels of the JDK also receive it, but a guest's IPv6 sockets must not. */
  private void take(InetSocketAddress sender) {
    boolean wanted =
        SocketAddresses.isOf(sender, family)
            && (remote.isEmpty() || remote.get().equals(sender))
            && (listens || permissions.mayConnect(sender));
    if (wanted) {
      byte[] data = new byte[buffer.flip().remaining()];
      buffer.get(data);
      ahead.add(new Datagram(data, sender));
    }
  }

  /**
   * Returns the next datagrams.
   *
   * @param most the most datagrams to return; fewer are returned if they are long
   * @throws IOException if there are none because of a failure
   */
  List<Datagram> receive(int most) throws IOException {
    lock.lock();
    try {
      List<Datagram> given = new ArrayList<>();
      for (int bytes = 0; given.size() < most && bytes < LONGEST && hasDatagram(); ) {
        if (ahead.isEmpty()) {
          break; // a failure is thrown when no datagram is left
        }
        Datagram next = ahead.remove();
        bytes += next.data().length;
        if (listens) {
          senders.add(next.sender());
        }
        given.add(next);
      }
      if (given.isEmpty() && most > 0 && failure.isPresent()) {
        IOException thrown = failure.get();
        failure = Optional.empty();
        throw thrown;
      }
      return given;
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Void> arrival() {
    return ChannelSelector.ready(channel, SelectionKey.OP_READ);
  }

  // --- Send ------------------------------------------------------------------------------------

  /**
   * Sends a datagram.
   *
   * @param to empty for the peer that the channel is limited to
   * @return whether the system accepted it; if not, try again after {@link #hasRoom}
   */
  boolean send(byte[] data, Optional<InetSocketAddress> to) throws IOException, SocketFailure {
    lock.lock();
    try {
      InetSocketAddress peer = to.or(() -> remote).orElseThrow(() -> invalid("a remote address"));
      if (!SocketAddresses.isOf(peer, family) || !SocketAddresses.isRemote(peer)) {
        throw invalid("an address of the socket's family, with a port");
      }
      if (remote.isPresent() && !remote.get().equals(peer)) {
        throw invalid("the address that the stream was made for");
      }
      if (data.length > LONGEST) {
        throw new SocketFailure(SocketError.DATAGRAM_TOO_LARGE, "expected at most 65535 bytes");
      }
      requireSend(peer);
      if (data.length == 0) {
        sendEmpty(peer);
        return true;
      }
      ByteBuffer bytes = ByteBuffer.wrap(data);
      int sent = remote.isPresent() ? channel.write(bytes) : channel.send(bytes, peer);
      if (sent == 0) {
        room = ChannelSelector.ready(channel, SelectionKey.OP_WRITE);
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Sends an empty datagram, which the JDK does not do while a channel is connected. */
  private void sendEmpty(InetSocketAddress peer) throws IOException {
    boolean connected = remote.isPresent();
    disconnect();
    try {
      channel.send(ByteBuffer.allocate(0), peer);
    } finally {
      if (connected) {
        attach(peer);
      }
    }
  }

  private static SocketFailure invalid(String expected) {
    return new SocketFailure(SocketError.INVALID_ARGUMENT, "expected " + expected);
  }

  boolean hasRoom() {
    return room().isDone();
  }

  CompletableFuture<Void> room() {
    lock.lock();
    try {
      return room;
    } finally {
      lock.unlock();
    }
  }
}
