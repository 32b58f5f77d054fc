package radicchio.wasi.sockets.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import radicchio.wasi.streams.Pollable;

/**
 * A condition of a socket that a guest can wait for. At most one wait is pending, however often a guest waits. Any
 * thread may use it.
 */
public final class ChannelPollable implements Pollable {
  private final BooleanSupplier ready;
  private final Supplier<CompletableFuture<Void>> sign;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private CompletableFuture<Void> next = CompletableFuture.completedFuture(null);

  /**
   * @param ready must be true for a closed socket
   * @param sign completes when it may be ready
   */
  public ChannelPollable(BooleanSupplier ready, Supplier<CompletableFuture<Void>> sign) {
    this.ready = ready;
    this.sign = sign;
  }

  @Override
  public boolean isReady() {
    return ready.getAsBoolean();
  }

  @Override
  public CompletionStage<Void> whenReady() {
    lock.lock();
    try {
      if (next.isDone() && !isReady()) {
        next = sign.get().thenCompose(nothing -> await());
      }
      return isReady() ? CompletableFuture.completedFuture(null) : next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks the condition after a sign, which may be false: the connection was refused, or the datagram was not for
   * this guest.
   */
  private CompletableFuture<Void> await() {
    return isReady()
        ? CompletableFuture.completedFuture(null)
        : sign.get().thenCompose(nothing -> await());
  }
}
