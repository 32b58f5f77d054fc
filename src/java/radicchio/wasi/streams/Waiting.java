package radicchio.wasi.streams;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a guest's thread waits. It ends with an interrupt, which is also how the deadline of a call ends it. */
public final class Waiting {
  /** What a thread does before it waits. */
  private static final ThreadLocal<Runnable> BEFORE = new ThreadLocal<>();

  private Waiting() {}

  /** From now on this thread runs this before it waits: a server sends then what it held back. */
  public static void doBefore(Runnable task) {
    BEFORE.set(task);
  }

  /** Takes back {@link #doBefore}. */
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
   * Waits until one of them may be ready.
   *
   * @param pollables at least one
   * @throws InterruptedException if the thread is interrupted, before it waits too
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
      // a stage of the user that failed: there is something to look at
    } finally {
      first.cancel(false);
    }
  }

  /** Waits until it is ready. */
  public static void until(Pollable pollable) throws InterruptedException {
    requireRunning();
    while (!pollable.isReady()) {
      forAny(List.of(pollable));
    }
  }

  /**
   * As {@link #until}, and no longer than that.
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
        // asked again
      } finally {
        first.cancel(false);
      }
    }
    return true;
  }

  /** Waits so long. */
  public static void forTime(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  /** Throws if the thread was interrupted; its flag is then taken back. */
  public static void requireRunning() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
