package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketAddresses;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.channel.SocketLock;
import radicchio.wasi.sockets.channel.SocketSetting;
import radicchio.wasi.sockets.channel.SocketSettings;
import radicchio.wasi.sockets.grant.Permissions;
import radicchio.wasi.sockets.tcp.TcpState.Bound;
import radicchio.wasi.sockets.tcp.TcpState.Closed;
import radicchio.wasi.sockets.tcp.TcpState.Connected;
import radicchio.wasi.sockets.tcp.TcpState.Connecting;
import radicchio.wasi.sockets.tcp.TcpState.Dropped;
import radicchio.wasi.sockets.tcp.TcpState.Listening;
import radicchio.wasi.sockets.tcp.TcpState.Refused;
import radicchio.wasi.sockets.tcp.TcpState.Unbound;
import radicchio.wasi.streams.Pollable;

/**
 * A TCP socket, with the states of wasi:sockets. Its operations do not wait: a long operation is started, and
 * finished when its pollable is ready. It has a channel of the system after it is bound or connected. The caller that
 * made it must close it. Its connection lives until its streams are closed, too. Any thread may use it.
 */
public final class TcpSocket implements AutoCloseable {
  private static final int DEFAULT_BACKLOG = 128;
  private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private final Permissions permissions;
  private final OpenSockets sockets;
  private final OpenSockets.Slot slot;
  private final StandardProtocolFamily family;
  private final ChannelPollable settled = new ChannelPollable(this::isSettled, this::sign);
  private final SocketLock lock = new SocketLock();

  /** Guarded by {@link #lock}, like the fields below. */
  private final SocketSettings settings;

  private TcpState state;

  /** Whether an operation has started and not finished. */
  private boolean finishing;

  private int backlog = DEFAULT_BACKLOG;

  public TcpSocket(Permissions permissions, OpenSockets sockets, StandardProtocolFamily family)
      throws SocketFailure {
    this(permissions, sockets, sockets.take(), family, new SocketSettings(), new Unbound());
  }

  private TcpSocket(
      Permissions permissions,
      OpenSockets sockets,
      OpenSockets.Slot slot,
      StandardProtocolFamily family,
      SocketSettings settings,
      TcpState state) {
    this.permissions = permissions;
    this.sockets = sockets;
    this.slot = slot;
    this.family = family;
    this.settings = settings;
    this.state = state;
  }

  // --- Bind ------------------------------------------------------------------------------------

  /** Reserves a local address, until the socket listens or connects. */
  public void startBind(InetSocketAddress local) throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireNoneStarted(finishing);
          if (!(state instanceof Unbound)) {
            throw SocketFailure.state("a socket that is not bound");
          }
          SocketFailure.requireValid(
              SocketAddresses.isOf(local, family) && SocketAddresses.isUnicast(local),
              "a unicast address of the socket's family");
          permissions.requireBind(local);
          state = new Bound(bound(local), local);
          finishing = true;
        });
  }

  private SocketChannel bound(InetSocketAddress local) throws IOException, SocketFailure {
    SocketChannel channel = open();
    try {
      if (!WINDOWS) { // it has another meaning there, and is not needed
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      return channel.bind(local);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private SocketChannel open() throws IOException, SocketFailure {
    SocketChannel channel = SocketChannel.open(family);
    try {
      channel.configureBlocking(false);
      settings.applyTo(channel);
      slot.hold(() -> ChannelSelector.close(channel));
      return channel;
    } catch (IOException | RuntimeException | SocketFailure e) {
      channel.close();
      throw e;
    }
  }

  public void finishBind() throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireStarted(finishing && state instanceof Bound);
          finishing = false;
        });
  }

  /** Binds a socket that is not bound to a free port of all local addresses. */
  public void bindIfUnbound() throws SocketFailure {
    lock.doing(
        () -> {
          if (state instanceof Unbound && !finishing) {
            InetSocketAddress local = SocketAddresses.unspecified(family);
            permissions.requireBind(local);
            state = new Bound(bound(local), local);
          }
        });
  }

  // --- Connect ---------------------------------------------------------------------------------

  /** Starts to connect. After a failure the socket is closed, except for an invalid address. */
  public void startConnect(InetSocketAddress remote) throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireNoneStarted(finishing);
          if (!(state instanceof Unbound || state instanceof Bound)) {
            throw SocketFailure.state("a socket that is neither connected nor listening");
          }
          SocketFailure.requireValid(
              SocketAddresses.isOf(remote, family)
                  && SocketAddresses.isUnicast(remote)
                  && SocketAddresses.isRemote(remote),
              "a unicast address of the socket's family, with a port");
          try {
            permissions.requireConnect(remote);
            SocketChannel channel = state instanceof Bound bound ? bound.channel() : open();
            state = TcpState.connecting(channel, remote, slot);
          } catch (IOException | SocketFailure e) {
            fail();
            throw e;
          }
          finishing = true;
        });
  }

  /** @throws SocketFailure {@code WOULD_BLOCK} if it is still connecting */
  public TcpStreams finishConnect() throws SocketFailure {
    return lock.holding(
        () -> {
          state = state.now();
          boolean decided = state instanceof Connected || state instanceof Refused;
          SocketFailure.requireStarted(finishing && (decided || state instanceof Connecting));
          if (!decided) {
            throw new SocketFailure(SocketError.WOULD_BLOCK, "still connecting");
          }
          finishing = false;
          if (state instanceof Refused refused) {
            fail();
            throw refused.failure();
          }
          return streamsOf(connection());
        });
  }

  /**
   * Returns the directions of the connection, the same at each call.
   *
   * @throws SocketFailure {@code INVALID_STATE} if the socket is not connected
   */
  public TcpStreams streams() throws SocketFailure {
    return lock.holding(() -> streamsOf(connection()));
  }

  private static TcpStreams streamsOf(TcpConnection connection) {
    return new TcpStreams(connection);
  }

  private TcpConnection connection() throws SocketFailure {
    if (state instanceof Connected connected && !finishing) {
      return connected.connection();
    }
    throw SocketFailure.state("a connected socket");
  }

  // --- Listen ----------------------------------------------------------------------------------

  /** Starts to listen. After a failure the socket is closed, unless it was not bound. */
  public void startListen() throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireNoneStarted(finishing);
          if (!(state instanceof Bound bound)) {
            throw SocketFailure.state("a bound socket");
          }
          try {
            InetSocketAddress local = (InetSocketAddress) bound.channel().getLocalAddress();
            permissions.requireListen(bound.asked(), local);
            TcpListener listener =
                TcpListener.inPlaceOf(bound.channel(), family, settings, backlog);
            slot.hold(listener::close);
            state = new Listening(listener);
          } catch (IOException | SocketFailure e) {
            fail();
            throw e;
          }
          finishing = true;
        });
  }

  public void finishListen() throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireStarted(finishing && state instanceof Listening);
          finishing = false;
        });
  }

  /**
   * Returns the next connection, with the options of this socket.
   *
   * @throws SocketFailure {@code WOULD_BLOCK} if there is none; {@code NEW_SOCKET_LIMIT} if the instance may have no
   *     more sockets, so that the connection stays pending
   */
  public TcpSocket accept() throws SocketFailure {
    return lock.holding(
        () -> {
          if (!(state instanceof Listening listening) || finishing) {
            throw SocketFailure.state("a listening socket");
          }
          OpenSockets.Slot taken = sockets.take();
          try {
            return accepted(listening.listener(), taken);
          } catch (IOException | RuntimeException | SocketFailure e) {
            taken.close();
            throw e;
          }
        });
  }

  /** Returns a stage that completes when {@link #accept} would not fail because the instance has too many sockets. */
  public CompletionStage<Void> whenRoom() {
    return sockets.whenRoom();
  }

  private TcpSocket accepted(TcpListener listener, OpenSockets.Slot taken)
      throws IOException, SocketFailure {
    SocketChannel channel =
        listener
            .accept()
            .orElseThrow(
                () -> new SocketFailure(SocketError.WOULD_BLOCK, "no connection is pending"));
    try {
      settings.applyTo(channel);
      taken.hold(() -> ChannelSelector.close(channel));
      return new TcpSocket(
          permissions,
          sockets,
          taken,
          family,
          settings.copy(),
          new Connected(new TcpConnection(channel, taken)));
    } catch (IOException | RuntimeException | SocketFailure e) {
      channel.close();
      throw e;
    }
  }

  // --- Properties ------------------------------------------------------------------------------

  public InetSocketAddress localAddress() throws SocketFailure {
    return lock.holding(
        () -> {
          boolean binding = finishing && state instanceof Bound;
          Optional<NetworkChannel> channel = binding ? Optional.empty() : state.held();
          if (channel.isEmpty() || channel.get().getLocalAddress() == null) {
            throw SocketFailure.state("a bound socket");
          }
          return (InetSocketAddress) channel.get().getLocalAddress();
        });
  }

  public InetSocketAddress remoteAddress() throws SocketFailure {
    return lock.holding(() -> (InetSocketAddress) connection().channel().getRemoteAddress());
  }

  public boolean isListening() {
    return lock.looking(() -> state instanceof Listening && !finishing);
  }

  public StandardProtocolFamily family() {
    return family;
  }

  /**
   * @param value unsigned
   * @throws SocketFailure {@code NOT_SUPPORTED} if it listens already
   */
  public void setBacklog(long value) throws SocketFailure {
    lock.doing(
        () -> {
          SocketFailure.requireValid(value != 0, "a backlog of at least 1");
          if (state instanceof Listening) {
            throw new SocketFailure(
                SocketError.NOT_SUPPORTED, "the JDK cannot change the backlog later");
          }
          if (!(state instanceof Unbound || state instanceof Bound)) {
            throw SocketFailure.state("a socket that is not connected");
          }
          backlog = value < 0 ? Integer.MAX_VALUE : (int) Math.min(value, Integer.MAX_VALUE);
        });
  }

  public int get(SocketSetting setting) throws SocketFailure {
    return lock.holding(() -> settings.get(state.held(), setting));
  }

  /**
   * Sets an option to the nearest possible value.
   *
   * @param value unsigned
   */
  public void set(SocketSetting setting, long value) throws SocketFailure {
    lock.doing(() -> settings.set(state.held(), setting, value));
  }

  // --- Readiness and end -----------------------------------------------------------------------

  /**
   * Returns a pollable that is ready unless the socket is connecting, or listening without a connection to accept.
   */
  public Pollable settled() {
    return settled;
  }

  private boolean isSettled() {
    return lock.looking(
        () -> {
          state = state.now();
          return !(state instanceof Connecting)
              && (!(state instanceof Listening listening)
                  || finishing
                  || listening.listener().hasPending());
        });
  }

  private CompletableFuture<Void> sign() {
    return lock.looking(() -> state.sign());
  }

  /** The directions that {@link #shutDown} ends. */
  public enum Direction {
    RECEIVE,
    SEND,
    BOTH
  }

  /** Ends one or both directions of the connection. Written data is still sent. */
  public void shutDown(Direction direction) throws SocketFailure {
    lock.doing(
        () -> {
          TcpConnection connection = connection();
          if (direction != Direction.SEND) {
            connection.source().shutDown();
          }
          if (direction != Direction.RECEIVE) {
            connection.sink().shutDown();
          }
        });
  }

  /** Closes the socket after a failure, with the address that it has. */
  private void fail() throws IOException {
    TcpState before = state;
    state = new Closed();
    finishing = false;
    if (before instanceof Bound bound) {
      bound.channel().close();
    }
  }

  /** The state of a socket before it was closed, and whether an operation had not finished. */
  private record Last(TcpState state, boolean finishing) {}

  /** Does nothing the second time. */
  @Override
  public void close() throws IOException {
    Last last =
        lock.looking(
            () -> {
              Last ending = new Last(state, finishing);
              state = new Dropped();
              finishing = false;
              return ending;
            });
    if (last.state() instanceof Connected connected) {
      if (last.finishing()) { // its streams are not in use
        connected.connection().source().close();
        connected.connection().sink().close();
      }
      connected.connection().release();
    } else if (!(last.state() instanceof Dropped)) {
      slot.close();
    }
  }
}
