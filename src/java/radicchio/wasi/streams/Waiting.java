package radicchio.wasi.streams;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes a guest's thread wait. An interrupt ends the wait, also that of the deadline of a call. */
public final class Waiting {
  /** The operation of a thread before it waits. */
  private static final ThreadLocal<Runnable> BEFORE = new ThreadLocal<>();

  private Waiting() {}

  /** Makes this thread run the operation before each wait. A server sends buffered bytes then. */
  public static void doBefore(Runnable task) {
    BEFORE.set(task);
  }

  /** Reverses {@link #doBefore}. */
  public static void doNothingBefore() {
    BEFORE.remove();
  }

  private static void prepare() {
    Runnable task = BEFORE.get();
    if (task != null) {
      task.run();
    }
  }

  /**
   * Waits until one of the pollables may be ready.
   *
   * @param pollables at least one
   * @throws InterruptedException if the thread is interrupted, also before it waits
   */
  public static void forAny(List<? extends Pollable> pollables) throws InterruptedException {
    requireRunning();
    prepare();
    CompletableFuture<Object> first =
        CompletableFuture.anyOf(
            pollables.stream()
                .map(each -> each.whenReady().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    try {
      first.get();
    } catch (ExecutionException e) {
      // a stage of the user has failed, so the pollable must be checked
    } finally {
      first.cancel(false);
    }
  }

  /** Waits until the pollable is ready. */
  public static void until(Pollable pollable) throws InterruptedException {
    requireRunning();
    while (!pollable.isReady()) {
      forAny(List.of(pollable));
    }
  }

  /**
   * Does the same as {@link #until}, for a limited time.
   *
   * @return whether it is ready
   */
  public static boolean until(Pollable pollable, long nanos) throws InterruptedException {
    long start = System.nanoTime();
    requireRunning();
    if (!pollable.isReady()) {
      prepare();
    }
    while (!pollable.isReady()) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      CompletableFuture<Object> first =
          CompletableFuture.anyOf(pollable.whenReady().toCompletableFuture());
      try {
        first.get(left, TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // checked again
      } finally {
        first.cancel(false);
      }
    }
    return true;
  }

  /** Waits for a time. */
  public static void forTime(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  /** Throws if the thread was interrupted, and clears its flag. */
  public static void requireRunning() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
