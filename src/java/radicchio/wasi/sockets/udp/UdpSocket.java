package radicchio.wasi.sockets.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketAddresses;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.channel.SocketLock;
import radicchio.wasi.sockets.channel.SocketSetting;
import radicchio.wasi.sockets.channel.SocketSettings;
import radicchio.wasi.sockets.grant.Permissions;
import radicchio.wasi.streams.Pollable;

/**
 * A UDP socket. It has a channel of the system after it is bound. The caller that made it must close it. Its channel
 * lives until its streams are closed, too. Any thread may use it.
 */
public final class UdpSocket implements AutoCloseable {
  private final Permissions permissions;
  private final OpenSockets.Slot slot;
  private final StandardProtocolFamily family;
  private final SocketLock lock = new SocketLock();

  /** Guarded by {@link #lock}, like the fields below. */
  private final SocketSettings settings = new SocketSettings();

  private Optional<UdpChannel> bound = Optional.empty();
  private boolean finishing;
  private boolean closed;

  /** The number of users of the channel: this socket and its streams. */
  private int holders = 1;

  /** The streams that work. */
  private int generation;

  public UdpSocket(Permissions permissions, OpenSockets sockets, StandardProtocolFamily family)
      throws SocketFailure {
    this.permissions = permissions;
    this.slot = sockets.take();
    this.family = family;
  }

  private void requireOpen() throws SocketFailure {
    if (closed) {
      throw SocketFailure.state("a socket that is not closed");
    }
  }

  /** Reserves a local address. */
  public void startBind(InetSocketAddress local) throws SocketFailure {
    lock.doing(
        () -> {
          requireOpen();
          SocketFailure.requireNoneStarted(finishing);
          if (bound.isPresent()) {
            throw SocketFailure.state("a socket that is not bound");
          }
          SocketFailure.requireValid(
              SocketAddresses.isOf(local, family), "an address of the socket's family");
          permissions.requireBind(local);
          bound = Optional.of(open(local));
          finishing = true;
        });
  }

  private UdpChannel open(InetSocketAddress local) throws IOException, SocketFailure {
    DatagramChannel channel = DatagramChannel.open(family);
    try {
      channel.configureBlocking(false);
      settings.applyTo(channel);
      channel.bind(local);
      slot.hold(() -> ChannelSelector.close(channel));
      boolean listens = permissions.mayListen(local, (InetSocketAddress) channel.getLocalAddress());
      return new UdpChannel(channel, family, permissions, listens);
    } catch (IOException | RuntimeException | SocketFailure e) {
      channel.close();
      throw e;
    }
  }

  public void finishBind() throws SocketFailure {
    lock.doing(
        () -> {
          requireOpen();
          SocketFailure.requireStarted(finishing);
          finishing = false;
        });
  }

  private UdpChannel bound() throws SocketFailure {
    requireOpen();
    return bound.filter(any -> !finishing).orElseThrow(() -> SocketFailure.state("a bound socket"));
  }

  /**
   * Makes new streams, which replace earlier ones.
   *
   * @param remote the only peer; empty for all
   */
  public DatagramStreams stream(Optional<InetSocketAddress> remote) throws SocketFailure {
    return lock.holding(
        () -> {
          UdpChannel channel = bound();
          if (remote.isPresent()) {
            requirePeer(remote.get());
            channel.connect(remote.get());
          } else {
            channel.disconnect();
          }
          int made = ++generation;
          holders += 2;
          return DatagramStreams.of(channel, () -> isCurrent(made), this::release);
        });
  }

  private boolean isCurrent(int made) {
    return lock.looking(() -> made == generation);
  }

  // --- Datagrams without streams -----------------------------------------------------------------

  /** Binds a socket that is not bound to a free port of all local addresses. */
  public void bindIfUnbound() throws SocketFailure {
    lock.doing(
        () -> {
          requireOpen();
          if (bound.isEmpty()) {
            InetSocketAddress local = SocketAddresses.unspecified(family);
            permissions.requireBind(local);
            bound = Optional.of(open(local));
          }
        });
  }

  /** Limits the socket, which must be bound, to one peer. */
  public void connect(InetSocketAddress remote) throws SocketFailure {
    lock.doing(
        () -> {
          requirePeer(remote);
          bound().connect(remote);
        });
  }

  /** Throws if no datagram can be sent to the address. */
  public void requirePeer(InetSocketAddress remote) throws SocketFailure {
    SocketFailure.requireValid(
        SocketAddresses.isOf(remote, family) && SocketAddresses.isRemote(remote),
        "an address of the socket's family, with a port");
  }

  /**
   * Ends {@link #connect}.
   *
   * @throws SocketFailure {@code INVALID_STATE} if the socket is not limited to a peer
   */
  public void disconnect() throws SocketFailure {
    lock.doing(
        () -> {
          remote();
          bound().disconnect();
        });
  }

  /** Returns the next datagram; empty if none has come. */
  public Optional<Datagram> receive() throws SocketFailure {
    return lock.holding(() -> bound().receive(1).stream().findFirst());
  }

  /** Returns a pollable that is ready if there is a datagram or a failure, or if the socket is closed. */
  public Pollable readable() throws SocketFailure {
    UdpChannel channel = lock.holding(this::bound);
    return new ChannelPollable(() -> isClosed() || channel.hasDatagram(), channel::arrival);
  }

  /**
   * Sends a datagram.
   *
   * @param to empty for the peer that the socket is limited to
   * @return whether the system accepted it
   */
  public boolean send(byte[] data, Optional<InetSocketAddress> to) throws SocketFailure {
    return lock.holding(() -> bound().send(data, to));
  }

  /** Returns a pollable that is ready if the system is likely to accept a datagram, or if the socket is closed. */
  public Pollable writable() throws SocketFailure {
    UdpChannel channel = lock.holding(this::bound);
    return new ChannelPollable(() -> isClosed() || channel.hasRoom(), channel::room);
  }

  private boolean isClosed() {
    return lock.looking(() -> closed);
  }

  // --- Properties --------------------------------------------------------------------------------

  public InetSocketAddress localAddress() throws SocketFailure {
    return lock.holding(() -> (InetSocketAddress) bound().channel().getLocalAddress());
  }

  public InetSocketAddress remoteAddress() throws SocketFailure {
    return lock.holding(this::remote);
  }

  private InetSocketAddress remote() throws SocketFailure {
    return bound()
        .remote()
        .orElseThrow(() -> SocketFailure.state("a socket that is limited to one peer"));
  }

  public StandardProtocolFamily family() {
    return family;
  }

  public int get(SocketSetting setting) throws SocketFailure {
    return lock.holding(
        () -> {
          requireOpen();
          return settings.get(bound.map(UdpChannel::channel), setting);
        });
  }

  /**
   * Sets an option to the nearest possible value.
   *
   * @param value unsigned
   */
  public void set(SocketSetting setting, long value) throws SocketFailure {
    lock.doing(
        () -> {
          requireOpen();
          settings.set(bound.map(UdpChannel::channel), setting, value);
        });
  }

  /** Does nothing the second time. */
  @Override
  public void close() throws IOException {
    boolean first =
        lock.looking(
            () -> {
              boolean open = !closed;
              closed = true;
              return open;
            });
    if (first) {
      release();
    }
  }

  private void release() throws IOException {
    if (lock.looking(() -> --holders == 0)) {
      slot.close();
    }
  }
}
