package radicchio.wasi.p2.io;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.streams.HostThrew;
import radicchio.wasi.streams.Pollable;

/**
 * Converts a pollable for users: a stage that completes when it is ready. A user's pollable is such a stage, or a
 * function of no arguments that returns a new one for each wait.
 */
final class PollableConversion implements JavaResource.Conversion<GuestPollable> {

  /**
   * Actions after the stage run on the common pool, because the thread that completes the stage may be that of all
   * sockets.
   */
  @Override
  public Optional<Object> toUser(GuestPollable pollable) {
    CompletableFuture<Void> next = pollable.pollable().whenReady().toCompletableFuture();
    return Optional.of(
        next.isDone() ? next.thenApply(ready -> null) : next.thenApplyAsync(ready -> null));
  }

  @Override
  public GuestPollable ofUser(Object value) {
    if (value instanceof CompletionStage<?> stage) {
      return GuestPollable.of(ofStage(stage));
    }
    if (value instanceof Callable<?> function) {
      return GuestPollable.of(new OfFunction(function));
    }
    throw Refusal.of(
        "expected a CompletionStage for a pollable, or a function that returns one for each wait, got "
            + ForeignText.printed(value));
  }

  private static Pollable ofStage(CompletionStage<?> stage) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    stage.whenComplete((value, thrown) -> ready.complete(null));
    return new Pollable() {
      @Override
      public boolean isReady() {
        return ready.isDone();
      }

      @Override
      public CompletionStage<Void> whenReady() {
        return ready;
      }
    };
  }

  /** Calls its function for a stage when a wait begins, and again after that stage has completed and was seen. */
  private static final class OfFunction implements Pollable {
    private final Callable<?> function;

    /** The stage of the current wait. Guarded by this object. */
    private Pollable wait;

    OfFunction(Callable<?> function) {
      this.function = function;
      this.wait = null;
    }

    private Pollable current() {
      if (wait == null) {
        wait = ofStage(ask());
      }
      return wait;
    }

    private CompletionStage<?> ask() {
      try {
        if (function.call() instanceof CompletionStage<?> stage) {
          return stage;
        }
      } catch (Exception e) {
        throw new HostThrew(e);
      }
      throw new IllegalArgumentException(
          "expected a CompletionStage from the function for a pollable, got something else");
    }

    @Override
    public synchronized boolean isReady() {
      boolean ready = current().isReady();
      if (ready) {
        wait = null;
      }
      return ready;
    }

    @Override
    public synchronized CompletionStage<Void> whenReady() {
      return current().whenReady();
    }
  }
}
