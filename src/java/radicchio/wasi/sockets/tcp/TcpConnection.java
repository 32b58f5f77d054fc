package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.sockets.channel.OpenSockets;

/**
 * A connection: a source, a sink, and their socket. It is closed when all three are closed. Data that was written
 * before is still sent.
 */
final class TcpConnection {
  /** The time for sending the remaining data after the guest has closed its connection. */
  private static final long LINGER_SECONDS = 30;

  private static final int HOLDERS = 3;

  private final SocketChannel channel;
  private final OpenSockets.Slot slot;
  private final TcpSource source;
  private final TcpSink sink;
  private final AtomicInteger holders = new AtomicInteger(HOLDERS);

  /** @param channel connected; the slot keeps it, and is freed when the connection is closed */
  TcpConnection(SocketChannel channel, OpenSockets.Slot slot) {
    this.channel = channel;
    this.slot = slot;
    this.source = new TcpSource(channel, this::release);
    this.sink = new TcpSink(channel, this::release);
  }

  SocketChannel channel() {
    return channel;
  }

  TcpSource source() {
    return source;
  }

  TcpSink sink() {
    return sink;
  }

  /** Called when one of the three is closed. */
  void release() throws IOException {
    if (holders.decrementAndGet() > 0) {
      return;
    }
    sink.shutDown();
    CompletableFuture<Void> drained = sink.drained();
    if (drained.isDone() || !slot.linger()) {
      slot.close();
      return;
    }
    drained
        .copy()
        .completeOnTimeout(null, LINGER_SECONDS, TimeUnit.SECONDS)
        .thenRun(this::endQuietly);
  }

  private void endQuietly() {
    try {
      slot.close();
    } catch (IOException e) {
      // the guest has ended, and the channel is closed in any case
    }
  }
}
