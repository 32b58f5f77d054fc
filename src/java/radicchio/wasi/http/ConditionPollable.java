package radicchio.wasi.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import radicchio.wasi.streams.Pollable;

/** A pollable that is ready while a condition holds. Code that changes the condition must call {@link #changed}. */
public final class ConditionPollable implements Pollable {
  private final BooleanSupplier condition;

  /** Completes at the next change; null if nothing waits. Guarded by this object. */
  private CompletableFuture<Void> next;

  /** @param condition called by any thread, without the lock of this object */
  public ConditionPollable(BooleanSupplier condition) {
    this.condition = condition;
  }

  @Override
  public boolean isReady() {
    return condition.getAsBoolean();
  }

  @Override
  public CompletionStage<Void> whenReady() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      waiting = next;
    }
    if (condition.getAsBoolean()) { // checked after the registration, so that no change is missed
      changed();
    }
    return waiting;
  }

  /**
   * Wakes the waiting threads, if the condition holds. The caller must hold no lock, because their actions may run on
   * this thread.
   */
  public void changed() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      if (next == null || !condition.getAsBoolean()) {
        return;
      }
      waiting = next;
      next = null;
    }
    waiting.complete(null);
  }
}
