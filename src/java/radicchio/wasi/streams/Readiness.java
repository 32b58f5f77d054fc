package radicchio.wasi.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A pollable that its owner sets. Any thread may use it. */
public final class Readiness implements Pollable {
  /** Complete while it is ready. Guarded by this object. */
  private CompletableFuture<Void> next = new CompletableFuture<>();

  @Override
  public synchronized boolean isReady() {
    return next.isDone();
  }

  @Override
  public synchronized CompletionStage<Void> whenReady() {
    return next;
  }

  /** Makes it ready. */
  public void set() {
    CompletableFuture<Void> ending;
    synchronized (this) {
      ending = next;
    }
    ending.complete(null);
  }

  /** Makes it not ready. */
  public synchronized void clear() {
    if (next.isDone()) {
      next = new CompletableFuture<>();
    }
  }
}
