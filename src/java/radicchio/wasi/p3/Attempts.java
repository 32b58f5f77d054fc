package radicchio.wasi.p3;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import radicchio.wasi.streams.Pollable;

/** The results of functions that wait for the host. */
public final class Attempts {
  private Attempts() {}

  /** An operation that does not wait. Any thread may run it, one at a time. */
  @FunctionalInterface
  public interface Attempt {
    /** Returns the staged result; empty if it must be tried again. */
    Optional<Object> run();
  }

  /**
   * Tries until there is a result.
   *
   * @param ready supplies the stage that completes when it is worth trying again
   * @return the staged result, or a stage of it. After the stage was cancelled, it is not tried again
   */
  public static Object until(Pollable ready, Attempt attempt) {
    Optional<Object> now = attempt.run();
    if (now.isPresent()) {
      return now.get();
    }
    CompletableFuture<Object> result = new CompletableFuture<>();
    again(ready, attempt, result);
    return result;
  }

  private static void again(Pollable ready, Attempt attempt, CompletableFuture<Object> result) {
    ready
        .whenReady()
        .whenComplete(
            (nothing, thrown) -> {
              if (!result.isDone()) {
                tryOnce(ready, attempt, result);
              }
            });
  }

  private static void tryOnce(Pollable ready, Attempt attempt, CompletableFuture<Object> result) {
    try {
      attempt.run().ifPresentOrElse(result::complete, () -> again(ready, attempt, result));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }
}
