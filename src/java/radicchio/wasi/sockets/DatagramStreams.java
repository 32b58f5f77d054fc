package radicchio.wasi.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import radicchio.wasi.streams.Pollable;

/**
 * The two directions of a UDP socket. Each must be closed by the caller that got them. They work until the socket makes
 * other streams.
 * Any thread may use them.
 */
public record DatagramStreams(Incoming in, Outgoing out) {

  static DatagramStreams of(
      UdpChannel channel, BooleanSupplier current, OpenSockets.Closing released) {
    return new DatagramStreams(
        new Incoming(channel, current, released), new Outgoing(channel, current, released));
  }

  private static void require(BooleanSupplier current) throws SocketFailure {
    if (!current.getAsBoolean()) {
      throw new SocketFailure(
          SocketError.INVALID_STATE, "the socket was asked for other streams since");
    }
  }

  /** Datagrams that come. */
  public static final class Incoming implements AutoCloseable {
    private final UdpChannel channel;
    private final BooleanSupplier current;
    private final OpenSockets.Closing released;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ChannelPollable readable;

    private Incoming(UdpChannel channel, BooleanSupplier current, OpenSockets.Closing released) {
      this.channel = channel;
      this.current = current;
      this.released = released;
      this.readable =
          new ChannelPollable(
              () -> !current.getAsBoolean() || channel.hasDatagram(), channel::arrival);
    }

    /**
     * The datagrams that came next; empty if none is there.
     *
     * @param most how many at most
     */
    public List<Datagram> receive(int most) throws SocketFailure {
      require(current);
      try {
        return channel.receive(most);
      } catch (IOException e) {
        throw SocketFailure.of(e);
      }
    }

    /** Ready if there is a datagram or a failure. */
    public Pollable readable() {
      return readable;
    }

    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        released.close();
      }
    }
  }

  /** Datagrams that go. */
  public static final class Outgoing implements AutoCloseable {
    private final UdpChannel channel;
    private final BooleanSupplier current;
    private final OpenSockets.Closing released;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ChannelPollable writable;

    private Outgoing(UdpChannel channel, BooleanSupplier current, OpenSockets.Closing released) {
      this.channel = channel;
      this.current = current;
      this.released = released;
      this.writable =
          new ChannelPollable(() -> !current.getAsBoolean() || channel.hasRoom(), channel::room);
    }

    /** Whether the system is likely to take a datagram. */
    public boolean hasRoom() throws SocketFailure {
      require(current);
      return channel.hasRoom();
    }

    /**
     * Sends a datagram.
     *
     * @param to empty if the streams were made for one peer
     * @return whether the system took it
     */
    public boolean send(byte[] data, Optional<InetSocketAddress> to) throws SocketFailure {
      require(current);
      try {
        return channel.send(data, to);
      } catch (IOException e) {
        throw SocketFailure.of(e);
      }
    }

    /** Ready if {@link #hasRoom}, or if that fails. */
    public Pollable writable() {
      return writable;
    }

    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        released.close();
      }
    }
  }
}
