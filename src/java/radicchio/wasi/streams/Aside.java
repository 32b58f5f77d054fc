package radicchio.wasi.streams;

import java.lang.ref.Cleaner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A separate thread for the calls of one stream that may wait forever, so that the guest's own thread can stop
 * waiting. It starts with the first call, and ends when this object is closed or garbage.
 */
final class Aside implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          run -> {
            Thread made = new Thread(run, "radicchio-stream");
            made.setDaemon(true);
            return made;
          });

  Aside() {
    ExecutorService ending = thread;
    CLEANER.register(this, ending::shutdownNow);
  }

  /**
   * Runs a call after the previous ones.
   *
   * @return false if this was closed
   */
  boolean run(Runnable call) {
    try {
      thread.execute(call);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Interrupts the running call. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
