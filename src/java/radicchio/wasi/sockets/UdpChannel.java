package radicchio.wasi.sockets;

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

/**
 * A bound UDP channel: what it lets in and out. A guest that may listen at its address gets everyone's datagrams and
 * may answer them; another gets those of peers that it may send to. Any thread may use it.
 */
final class UdpChannel {
  private static final int LONGEST = 65_535;

  /** How many datagrams are looked at in a row that are not for this guest. */
  private static final int MOST_DROPPED = 64;

  /** How many senders may be answered, those of whom something came last. */
  private static final int MOST_SENDERS = 256;

  private final DatagramChannel channel;
  private final StandardProtocolFamily family;
  private final Permissions permissions;
  private final boolean listens;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}, as are all below. */
  private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST);

  /** What came and was not given yet. */
  private final Queue<Datagram> ahead = new ArrayDeque<>();

  private Optional<IOException> failure = Optional.empty();
  private Optional<InetSocketAddress> remote = Optional.empty();

  /** Complete if the system takes datagrams. */
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
   * @param listens whether its address was granted to listen at
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

  /** Limits the channel to one peer; what came from it before is still given. */
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
      channel.connect(peer); // the JDK drops what comes until then
    } catch (PortUnreachableException e) { // it is connected, and the peer answered already
      failure = Optional.of(e);
    }
    remote = Optional.of(peer);
  }

  private void requireSend(InetSocketAddress peer) throws SocketFailure {
    if (!senders.contains(peer)) {
      permissions.requireConnect(peer);
    }
  }

  /** Keeps what came from one sender, of what is there; of much, what came first. */
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

  /** Whether {@link #receive} has something to give, or a failure. */
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

  /** The JDK's IPv6 channels hear IPv4 too, which a guest's IPv6 sockets must not. */
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
   * The datagrams that came first.
   *
   * @param most how many at most; fewer are given if they are long
   * @throws IOException if there are none because something failed
   */
  List<Datagram> receive(int most) throws IOException {
    lock.lock();
    try {
      List<Datagram> given = new ArrayList<>();
      for (int bytes = 0; given.size() < most && bytes < LONGEST && hasDatagram(); ) {
        if (ahead.isEmpty()) {
          break; // a failure is told when nothing else is
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
   * @return whether the system took it; if not, {@link #hasRoom} says when it may
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
        throw new SocketFailure(SocketError.DATAGRAM_TOO_LARGE, "over 65535 bytes");
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

  /** The JDK sends nothing at all for an empty datagram while a channel is connected. */
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
