package radicchio.wasi.sockets;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.streams.Pollable;

/** The addresses of a name, as they are asked for. Any thread may use it; nothing has to be closed. */
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
   * The next address; empty if there are no more.
   *
   * @throws SocketFailure {@code WOULD_BLOCK} if there is no answer yet; what the lookup failed with, each time
   */
  public Optional<InetAddress> next() throws SocketFailure {
    if (!addresses.isDone()) {
      throw new SocketFailure(SocketError.WOULD_BLOCK, "no answer yet");
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

  /** Ready when the name is looked up. */
  public Pollable answered() {
    return answered;
  }
}
