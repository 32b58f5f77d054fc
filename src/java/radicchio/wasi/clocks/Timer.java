package radicchio.wasi.clocks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import radicchio.wasi.streams.Pollable;

/**
 * A pollable that is ready after a time. The JVM schedules nothing before a guest waits for it, or after it is
 * closed.
 */
final class Timer implements Pollable, AutoCloseable {
  private final long start = System.nanoTime();
  private final long nanos;

  /** Completes at that time; null before the first wait. Guarded by this object. */
  private CompletableFuture<Void> coming;

  /** @param nanos unsigned; a time of more than 292 years never comes */
  Timer(long nanos) {
    this.nanos = nanos < 0 ? Long.MAX_VALUE : nanos;
  }

  private long left() {
    return nanos - (System.nanoTime() - start);
  }

  @Override
  public boolean isReady() {
    return left() <= 0;
  }

  @Override
  public synchronized CompletionStage<Void> whenReady() {
    long left = left();
    if (left <= 0) {
      return READY.whenReady();
    }
    if (coming == null || coming.isDone()) {
      coming = new CompletableFuture<Void>().completeOnTimeout(null, left, TimeUnit.NANOSECONDS);
    }
    return coming;
  }

  @Override
  public synchronized void close() {
    if (coming != null) {
      coming.cancel(false);
    }
  }
}
