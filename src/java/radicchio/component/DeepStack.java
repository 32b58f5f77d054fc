package radicchio.component;

import java.util.function.Function;
import java.util.function.Supplier;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Stack for work that calls itself as deep as its input nests, so that it does not matter how much the caller's thread
 * has. An overflow must not happen at all: it can leave classes of the JVM unusable.
 */
public final class DeepStack {
  private static final long BYTES = 256L << 20;

  /** So many levels need no more stack than a thread has that could call at all. */
  private static final int SHALLOW = 10;

  private static final Nests NESTS = new Nests();

  private final boolean here;

  private DeepStack(boolean here) {
    this.here = here;
  }

  /**
   * Does work that has no effect besides its result: on this thread, and once more on a thread of its own if it turns
   * out to nest deep. It gets what it has to tell how deep it is.
   *
   * @throws RadicchioException {@code LIMIT}, {@code :stack}, if the JVM cannot make the thread
   */
  public static <T> T forNested(Function<DeepStack, T> work) {
    try {
      return work.apply(new DeepStack(false));
    } catch (Nests e) {
      return call(() -> work.apply(new DeepStack(true)));
    }
  }

  /** Records that the work is this many levels deep. Does not return if the work must be repeated with more stack. */
  public void at(int level) {
    if (level > SHALLOW && !here) {
      throw NESTS;
    }
  }

  /**
   * Does work that nests this many levels deep: on a separate thread if that needs much stack.
   *
   * @throws RadicchioException as {@link #forNested}
   */
  public static <T> T call(int levels, Supplier<T> work) {
    return levels > SHALLOW ? call(work) : work.get();
  }

  /*
   * Does the work on a thread of its own, and returns or throws what it does. Its stack is address space, of which the
   * JVM takes what it needs. The caller waits; its interrupt is passed on, and its flag is set afterwards.
   */
  private static <T> T call(Supplier<T> work) {
    Work<T> running = new Work<>(work);
    Thread thread = new Thread(null, running, Thread.currentThread().getName(), BYTES);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw RadicchioException.of(
              ErrorKind.LIMIT, "the JVM cannot make a thread for what nests so deep", e)
          .withKeyword("limit", "stack");
    }
    await(thread);
    return running.ended();
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Thrown by nested work that needs more stack, to the caller that repeats it. */
  private static final class Nests extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Nests() {
      super(null, null, false, false);
    }
  }

  /** The fields are written by the work's thread, and read by the caller after that thread's end. */
  private static final class Work<T> implements Runnable {
    private final Supplier<T> work;
    private T result;
    private Throwable thrown;

    Work(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.get();
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }

    T ended() {
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      return result;
    }
  }
}
