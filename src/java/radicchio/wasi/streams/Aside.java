package radicchio.wasi.streams;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thread for calls of one stream that may wait for ever, so that a guest's own thread can stop waiting. It starts
 * with the first call, and ends when this is closed or becomes garbage.
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

  <T> Future<T> start(Callable<T> call) {
    return thread.submit(call);
  }

  /** The result of a call that was started; the call goes on if the thread is interrupted. */
  static <T> T await(Future<T> call) throws IOException, InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static IOException thrown(Throwable cause) {
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new HostThrew(cause); // checked, and yet thrown: not every language of the JVM asks
  }

  /** Interrupts the call that runs. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
