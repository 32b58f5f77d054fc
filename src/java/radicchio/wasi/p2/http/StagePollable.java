package radicchio.wasi.p2.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.Pollable;

/** A pollable that is ready after a stage has completed. */
final class StagePollable implements Pollable {
  private final CompletableFuture<?> awaited;
  private final CompletionStage<Void> ready;

  StagePollable(CompletableFuture<?> awaited) {
    this.awaited = awaited;
    this.ready = awaited.handle((value, thrown) -> null);
  }

  @Override
  public boolean isReady() {
    return awaited.isDone();
  }

  @Override
  public CompletionStage<Void> whenReady() {
    return ready;
  }
}
