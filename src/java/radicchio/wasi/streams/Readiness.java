package radicchio.wasi.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A pollable that its owner makes ready and unready. Any thread may use it. */
public final class Readiness implements Pollable {
  /** Complete while it is ready; guarded by this. */
  private CompletableFuture<Void> next = new CompletableFuture<>();

  @Override
  public synchronized boolean isReady() {
    return next.isDone();
  }

  @Override
  public synchronized CompletionStage<Void> whenReady() {
    return next;
  }

  /** It is ready from now on. */
  public void set() {
    CompletableFuture<Void> ending;
    synchronized (this) {
      ending = next;
    }
    ending.complete(null);
  }

  /** It is ready no more. */
  public synchronized void clear() {
    if (next.isDone()) {
      next = new CompletableFuture<>();
    }
  }
}
