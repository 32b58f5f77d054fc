package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.ChannelSelector;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ClosedSinkException;
import radicchio.wasi.streams.Pollable;

/**
 * The outgoing direction of a connection. Bytes that the system does not accept at once are stored, and written later
 * by the selector's thread; until then the capacity is 0.
 */
final class TcpSink implements ByteSink {
  /** The most stored bytes. */
  static final int CAPACITY = 1 << 16;

  private final SocketChannel channel;
  private final OpenSockets.Closing released;
  private final ChannelPollable writable;
  private final ReentrantLock lock = new ReentrantLock();

  /** The stored bytes. Guarded by {@link #lock}, like the fields below. */
  private ByteBuffer pending = ByteBuffer.allocate(0);

  /** Complete when no bytes are pending, or will ever be written. */
  private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

  /** The reason why no more bytes can be written; reported once. */
  private Optional<IOException> failure = Optional.empty();

  private boolean broken;
  private boolean shut;
  private boolean closed;

  /** @param released called when this is closed */
  TcpSink(SocketChannel channel, OpenSockets.Closing released) {
    this.channel = channel;
    this.released = released;
    this.writable = new ChannelPollable(this::isWritable, this::drained);
  }

  @Override
  public int capacity() throws IOException {
    lock.lock();
    try {
      requireOpen();
      return pending.hasRemaining() ? 0 : CAPACITY;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws IOException {
    if (failure.isPresent()) {
      IOException thrown = failure.get();
      failure = Optional.empty();
      throw thrown;
    }
    if (broken || shut) {
      throw new ClosedSinkException();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    lock.lock();
    try {
      requireOpen();
      if (pending.hasRemaining() || length > CAPACITY) {
        throw new IllegalArgumentException("more bytes than the capacity");
      }
      ByteBuffer given = ByteBuffer.wrap(bytes, offset, length);
      attempt(given);
      requireOpen();
      if (given.hasRemaining()) {
        pending = ByteBuffer.allocate(given.remaining()).put(given).flip();
        drained = new CompletableFuture<>();
        awaitRoom();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes the bytes that the system accepts at once. */
  private void attempt(ByteBuffer from) {
    try {
      channel.write(from);
    } catch (IOException e) {
      broken = true;
      boolean byOther = SocketError.of(e) == SocketError.CONNECTION_BROKEN;
      failure = byOther || e instanceof ClosedChannelException ? Optional.empty() : Optional.of(e);
    }
  }

  private void awaitRoom() {
    ChannelSelector.ready(channel, SelectionKey.OP_WRITE).thenRun(this::drain);
  }

  /** Called on the selector's thread. */
  private void drain() {
    CompletableFuture<Void> ending;
    lock.lock();
    try {
      attempt(pending);
      if (pending.hasRemaining() && !broken) {
        awaitRoom();
        return;
      }
      pending = ByteBuffer.allocate(0);
      endOutput();
      ending = drained;
    } finally {
      lock.unlock();
    }
    ending.complete(null);
  }

  /** Does nothing, because the system sends the bytes that it has accepted. */
  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      requireOpen();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWritable() {
    lock.lock();
    try {
      return !pending.hasRemaining() || broken || shut;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pollable writable() {
    return writable;
  }

  /** Returns a stage that completes when the system has all written bytes, or they are lost with the connection. */
  CompletableFuture<Void> drained() {
    lock.lock();
    try {
      return drained;
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no more bytes. The other side gets the end after all written bytes. */
  void shutDown() {
    lock.lock();
    try {
      shut = true;
      failure = Optional.empty();
      endOutput();
    } finally {
      lock.unlock();
    }
  }

  private void endOutput() {
    if (!shut || broken || pending.hasRemaining()) {
      return;
    }
    try {
      channel.shutdownOutput();
    } catch (IOException e) { // the connection has ended, so there is nothing to close
      broken = true;
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
    } finally {
      lock.unlock();
    }
    released.close();
  }
}
