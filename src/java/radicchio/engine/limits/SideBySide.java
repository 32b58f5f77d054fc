package radicchio.engine.limits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import radicchio.error.Unchanged;

/**
 * Work on all processors that ends even if the heap is exhausted. A pool's task that runs out of heap while it records
 * its failure never completes, and its caller waits forever. A thread always ends, whatever its failure, so this class waits for
 * threads.
 */
public final class SideBySide {
  private final int count;
  private final IntFunction<?> work;
  private final Object[] results;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private volatile Throwable failure;

  private SideBySide(int count, IntFunction<?> work) {
    this.count = count;
    this.work = work;
    this.results = new Object[count];
  }

  /**
   * Returns the results of the function for 0 to {@code count - 1}, in this order. The calling thread does its share.
   *
   * @throws OutOfMemoryError if a thread ended for that; what else the function throws first, as itself
   */
  @SuppressWarnings("unchecked") // results are what the function of the same call returned
  public static <T> List<T> map(int count, IntFunction<T> function) {
    SideBySide all = new SideBySide(count, function);
    all.run();
    return (List<T>) Arrays.asList(all.results);
  }

  private void run() {
    List<Thread> helpers = start(Math.min(Runtime.getRuntime().availableProcessors(), count) - 1);
    try {
      take();
    } finally {
      helpers.forEach(SideBySide::await);
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw Unchanged.<RuntimeException>thrown(thrown);
    }
    if (finished.get() < count) {
      throw new OutOfMemoryError("a thread ended before its work was done");
    }
  }

  /** Starts as many threads as the JVM can make; none is needed. */
  private List<Thread> start(int wanted) {
    List<Thread> started = new ArrayList<>();
    try {
      for (int i = 0; i < wanted; i++) {
        Thread helper = new Thread(this::take, "radicchio-compile-" + i);
        helper.setDaemon(true);
        helper.start();
        started.add(helper);
      }
    } catch (OutOfMemoryError e) {
      return started;
    }
    return started;
  }

  private void take() {
    try {
      for (int i = next.getAndIncrement();
          i < count && failure == null;
          i = next.getAndIncrement()) {
        results[i] = work.apply(i);
        finished.incrementAndGet();
      }
    } catch (Throwable t) {
      failure = t; // makes nothing: the heap may be full
    }
  }

  private static void await(Thread helper) {
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
