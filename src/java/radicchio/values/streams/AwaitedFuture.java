package radicchio.values.streams;

import clojure.lang.IBlockingDeref;
import clojure.lang.IDeref;
import clojure.lang.IPending;
import clojure.lang.Util;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import radicchio.runtime.stream.host.HostFutureReader;

/**
 * A future for Clojure, of a guest's future or of a call. {@code deref} throws the exception itself, not an {@link
 * ExecutionException} around it. Cancelling it drops the guest's end, or asks the guest to end the call.
 */
public final class AwaitedFuture extends CompletableFuture<Object>
    implements IDeref, IBlockingDeref, IPending {
  private final Runnable cancel;
  private final Supplier<Object> now;

  /**
   * @param cancel cancels what it follows; may be called when that is complete
   * @param now waits for the value, with the calling thread; null if it completes without that
   */
  private AwaitedFuture(Runnable cancel, Supplier<Object> now) {
    this.cancel = cancel;
    this.now = now;
  }

  /** Returns a future that completes as another one does. */
  public static CompletableFuture<Object> of(CompletableFuture<Object> other) {
    AwaitedFuture made = new AwaitedFuture(() -> other.cancel(true), null);
    other.whenComplete(made::end);
    return made;
  }

  /**
   * Returns the future of a guest's future. {@code get}, {@code join} and {@code deref} run guests until the value is there,
   * and wait at most as long as a call may take.
   */
  static CompletableFuture<Object> of(HostFutureReader reader) {
    AwaitedFuture made = new AwaitedFuture(reader::close, reader::valueNow);
    reader.value().whenComplete(made::end);
    return made;
  }

  private void end(Object value, Throwable failure) {
    if (failure != null) {
      completeExceptionally(failure);
    } else {
      complete(value);
    }
  }

  private void drive() {
    if (now != null && !isDone()) {
      complete(now.get());
    }
  }

  @Override
  public Object get() throws InterruptedException, ExecutionException {
    drive();
    return super.get();
  }

  @Override
  public Object join() {
    drive();
    return super.join();
  }

  @Override
  public boolean cancel(boolean interrupt) {
    boolean cancelled = super.cancel(interrupt);
    if (cancelled) {
      cancel.run();
    }
    return cancelled;
  }

  @Override
  public boolean isRealized() {
    return isDone();
  }

  @Override
  public Object deref() {
    try {
      return get();
    } catch (ExecutionException e) {
      throw Util.sneakyThrow(e.getCause());
    } catch (InterruptedException e) {
      throw Util.sneakyThrow(e);
    }
  }

  @Override
  public Object deref(long millis, Object late) {
    try {
      return get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return late;
    } catch (ExecutionException e) {
      throw Util.sneakyThrow(e.getCause());
    } catch (InterruptedException e) {
      throw Util.sneakyThrow(e);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
