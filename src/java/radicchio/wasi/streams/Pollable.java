package radicchio.wasi.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A condition that a guest can wait for. Any thread may use it. */
public interface Pollable {

  /** A pollable that is always ready. */
  Pollable READY =
      new Pollable() {
        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public CompletionStage<Void> whenReady() {
          return CompletableFuture.completedFuture(null);
        }
      };

  /** Tests whether a wait would end at once. */
  boolean isReady();

  /**
   * Returns a stage for the next time when it is ready.
   *
   * @return completes (normally, always) when it is ready next, and is complete if it is ready now. While it is not
   *     complete, the same stage is returned, so that repeated waits cost nothing. The caller does not complete it,
   *     and calls {@link #isReady} again, because another thread may have been faster
   */
  CompletionStage<Void> whenReady();
}
