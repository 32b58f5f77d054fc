package radicchio.wasi.sockets;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.sockets.channel.ChannelPollable;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.streams.Pollable;

/** The addresses of a name, returned one by one. Any thread may use it. It need not be closed. */
public final class NameLookup {
  private final CompletableFuture<List<InetAddress>> addresses;
  private final ChannelPollable answered;
  private final AtomicInteger given = new AtomicInteger();

  NameLookup(CompletableFuture<List<InetAddress>> addresses) {
    this.addresses = addresses;
    this.answered =
        new ChannelPollable(
            addresses::isDone, () -> addresses.handle((found, failure) -> (Void) null));
  }

  /**
   * Returns the next address; empty if there are no more.
   *
   * @throws SocketFailure {@code WOULD_BLOCK} if there is no result yet; the failure of the lookup, at each call
   */
  public Optional<InetAddress> next() throws SocketFailure {
    if (!addresses.isDone()) {
      throw new SocketFailure(SocketError.WOULD_BLOCK, "the lookup has not ended yet");
    }
    try {
      List<InetAddress> found = addresses.join();
      int index = given.getAndUpdate(next -> Math.min(next + 1, found.size()));
      return index < found.size() ? Optional.of(found.get(index)) : Optional.empty();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SocketFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Returns a pollable that is ready when the lookup has ended. */
  public Pollable answered() {
    return answered;
  }
}
