package radicchio.wasi.sockets.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.streams.Pollable;

/**
 * The two directions of a UDP socket. The caller must close each of them. They work until the socket makes new
 * streams. Any thread may use them.
 */
public record DatagramStreams(Incoming in, Outgoing out) {

  static DatagramStreams of(
      UdpChannel channel, BooleanSupplier current, OpenSockets.Closing released) {
    return new DatagramStreams(
        new Incoming(channel, current, released), new Outgoing(channel, current, released));
  }

  private static void require(BooleanSupplier current) throws SocketFailure {
    if (!current.getAsBoolean()) {
      throw new SocketFailure(SocketError.INVALID_STATE, "the socket has made new streams since");
    }
  }

  /** The received datagrams. */
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
     * Returns the next datagrams; empty if there is none.
     *
     * @param most the most datagrams to return
     */
    public List<Datagram> receive(int most) throws SocketFailure {
      require(current);
      try {
        return channel.receive(most);
      } catch (IOException e) {
        throw SocketFailure.of(e);
      }
    }

    /** Returns a pollable that is ready if there is a datagram or a failure. */
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

  /** The datagrams to send. */
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

    /** Tests whether the system is likely to accept a datagram. */
    public boolean hasRoom() throws SocketFailure {
      require(current);
      return channel.hasRoom();
    }

    /**
     * Sends a datagram.
     *
     * @param to empty if the streams are for one peer
     * @return whether the system accepted it
     */
    public boolean send(byte[] data, Optional<InetSocketAddress> to) throws SocketFailure {
      require(current);
      try {
        return channel.send(data, to);
      } catch (IOException e) {
        throw SocketFailure.of(e);
      }
    }

    /** Returns a pollable that is ready if {@link #hasRoom} is true or fails. */
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
