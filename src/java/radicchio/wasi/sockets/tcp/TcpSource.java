package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.streams.ChannelSource;
import radicchio.wasi.streams.Pollable;

/** The incoming direction of a connection. */
final class TcpSource implements ChannelSource {
  /** The most bytes of a read: the JDK keeps a buffer of this size outside the heap for each reading thread. */
  private static final int PIECE = 1 << 16;

  private final SocketChannel channel;
  private final OpenSockets.Closing released;
  private final ChannelPollable readable;
  private final ReentrantLock lock = new ReentrantLock();

  /** A buffer for the byte that shows whether there are more. Guarded by {@link #lock}, like the fields below. */
  private final ByteBuffer ahead = ByteBuffer.allocate(1);

  private boolean hasAhead;
  private Optional<IOException> failure = Optional.empty();
  private boolean ended;
  private boolean closed;

  /** @param released called when this is closed */
  TcpSource(SocketChannel channel, OpenSockets.Closing released) {
    this.channel = channel;
    this.released = released;
    this.readable =
        new ChannelPollable(
            this::isReadable, () -> ChannelSelector.ready(channel, SelectionKey.OP_READ));
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    lock.lock();
    try {
      if (hasAhead && target.hasRemaining()) {
        target.put(ahead.get(0));
        hasAhead = false;
        return 1 + fill(target);
      }
      if (failure.isPresent()) {
        IOException thrown = failure.get();
        failure = Optional.empty();
        throw thrown;
      }
      if (ended || !target.hasRemaining()) {
        return ended && !hasAhead ? -1 : 0;
      }
      int count = fill(target);
      return count == 0 && (ended || failure.isPresent()) ? read(target) : count;
    } finally {
      lock.unlock();
    }
  }

  /** Reads the available bytes, and records the end or a failure, after which there are no more. */
  private int fill(ByteBuffer buffer) {
    if (ended || !buffer.hasRemaining()) {
      return 0;
    }
    int limit = buffer.limit();
    try {
      int count =
          channel.read(buffer.limit(buffer.position() + Math.min(buffer.remaining(), PIECE)));
      ended = count < 0;
      return Math.max(0, count);
    } catch (IOException e) {
      ended = true;
      failure = Optional.of(e);
      return 0;
    } finally {
      buffer.limit(limit);
    }
  }

  private boolean isReadable() {
    lock.lock();
    try {
      if (!hasAhead && !ended) {
        hasAhead = fill(ahead.clear()) > 0;
      }
      return hasAhead || ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pollable readable() {
    return readable;
  }

  /** Returns no more bytes, including those that have arrived. */
  void shutDown() throws IOException {
    lock.lock();
    try {
      ended = true;
      hasAhead = false;
      failure = Optional.empty();
      channel.shutdownInput();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      ended = true;
      hasAhead = false;
      failure = Optional.empty();
    } finally {
      lock.unlock();
    }
    released.close();
  }
}
