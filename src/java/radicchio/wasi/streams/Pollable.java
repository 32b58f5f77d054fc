package radicchio.wasi.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Something that a guest can wait for. Any thread may use it. */
public interface Pollable {

  /** What is ready always. */
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

  /** Whether a wait would end at once. */
  boolean isReady();

  /**
   * The next readiness.
   *
   * @return completes (normally, always) when it is ready next; complete already if it is ready now. The same stage as
   *     long as it is not complete, so that waiting again and again costs nothing; whoever gets it does not complete
   *     it, and asks {@link #isReady} again: another thread may have been faster
   */
  CompletionStage<Void> whenReady();
}
