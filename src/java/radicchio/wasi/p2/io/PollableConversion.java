package radicchio.wasi.p2.io;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.streams.HostThrew;
import radicchio.wasi.streams.Pollable;

/**
 * To a user a pollable is a stage of its next readiness; of a user it is such a stage, or a function of no arguments
 * that gives one for each wait.
 */
final class PollableConversion implements JavaResource.Conversion<GuestPollable> {

  /** What depends on the stage runs on the common pool: the thread that completes it may be that of all sockets. */
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
        "expected a CompletionStage for a pollable, or a function that gives one for each wait, got "
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

  /** Asks its function for a stage when a wait begins, and again when that stage is complete and was seen. */
  private static final class OfFunction implements Pollable {
    private final Callable<?> function;

    /** Of the wait that is under way; guarded by this. */
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
          "a function given for a pollable returned no CompletionStage");
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
