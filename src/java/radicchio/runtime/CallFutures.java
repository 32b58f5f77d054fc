package radicchio.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import radicchio.runtime.thread.Conveyed;
import radicchio.runtime.thread.JavaThreads;

/** Futures of calls of the host. */
public final class CallFutures {
  private CallFutures() {}

  /**
   * Runs a call on a worker thread, with what the running thread conveys. Cancelling the future interrupts that thread. Any thread
   * may call this.
   */
  public static CompletableFuture<Object> onThread(Supplier<Object> call) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    Conveyed conveyed = Conveyed.ofThisThread();
    Thread thread = JavaThreads.make(() -> conveyed.run(() -> completeWith(future, call)));
    thread.start();
    ifCancelled(future, thread::interrupt);
    return future;
  }

  /** Returns a future of a converted value. Cancelling it cancels the future that it follows. */
  static CompletableFuture<Object> following(
      CompletableFuture<Object> begun, UnaryOperator<Object> convert) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    begun.whenComplete(
        (value, thrown) -> {
          if (thrown == null) {
            completeWith(future, () -> convert.apply(value));
          } else {
            future.completeExceptionally(thrown);
          }
        });
    ifCancelled(future, () -> begun.cancel(true));
    return future;
  }

  private static void completeWith(CompletableFuture<Object> future, Supplier<Object> value) {
    try {
      future.complete(value.get());
    } catch (Throwable t) {
      future.completeExceptionally(t);
    }
  }

  private static void ifCancelled(CompletableFuture<Object> future, Runnable then) {
    future.whenComplete(
        (value, thrown) -> {
          if (future.isCancelled()) {
            then.run();
          }
        });
  }
}
