package radicchio.wasi.p3.streams;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.streams.ByteSink;

/** Writes the bytes of a guest's stream to a sink, as they arrive and the sink accepts them. */
public final class Pump {
  private static final int PIECE = 1 << 16;

  private final StreamReader from;
  private final ByteSink to;
  private final Ending ending;
  private final CompletableFuture<Optional<IOException>> outcome = new CompletableFuture<>();
  private final byte[] piece = new byte[PIECE];

  /** The running read; empty if there is none. */
  private Optional<CompletableFuture<Integer>> reading = Optional.empty();

  /** The bytes that were read and not written. */
  private int start;

  private int end;
  private boolean flushing;

  /** Ends the writing. */
  @FunctionalInterface
  public interface Ending {
    /** @param whole whether the guest's stream was written to its end */
    void end(boolean whole) throws IOException;
  }

  private Pump(StreamReader from, ByteSink to, Ending ending) {
    this.from = from;
    this.to = to;
    this.ending = ending;
  }

  /**
   * Starts to write.
   *
   * @param from closed at its end, and when the sink fails
   * @param ending called once, after the last write
   * @return completes with the failure that ended it early; empty if everything was written and flushed. Fails with the
   *     exception of the store if that ended first, and with an exception of a user's sink
   */
  public static CompletionStage<Optional<IOException>> start(
      StreamReader from, ByteSink to, Ending ending) {
    Pump pump = new Pump(from, to, ending);
    pump.run();
    return pump.outcome;
  }

  /** Continues until it must wait for a stage, whose completion continues it. */
  private void run() {
    try {
      CompletionStage<?> waiting = step();
      while (waiting.toCompletableFuture().isDone() && !outcome.isDone()) {
        waiting = step();
      }
      if (!outcome.isDone()) {
        waiting.whenComplete((nothing, thrown) -> run());
      }
    } catch (IOException e) {
      finish(Optional.of(e));
    } catch (CompletionException e) {
      fail(e.getCause());
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Does what is possible without waiting. Returns the stage before the next step. */
  private CompletionStage<?> step() throws IOException {
    if (!flushing && start == end) {
      return read();
    }
    int capacity = to.capacity();
    if (capacity == 0) {
      return to.writable().whenReady();
    }
    if (flushing) {
      finish(Optional.empty());
    } else {
      int length = Math.min(capacity, end - start);
      to.write(piece, start, length);
      start += length;
    }
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<?> read() throws IOException {
    if (reading.isEmpty()) {
      reading = Optional.of(from.read(piece, 0, PIECE).toCompletableFuture());
    }
    CompletableFuture<Integer> count = reading.get();
    if (count.isDone()) {
      reading = Optional.empty();
      took(count.join());
    }
    return count;
  }

  private void took(int count) throws IOException {
    if (count == StreamReader.END) {
      to.flush();
      flushing = true;
    } else {
      start = 0;
      end = count;
    }
  }

  private void finish(Optional<IOException> early) {
    from.close();
    Optional<IOException> failure = early;
    try {
      ending.end(early.isEmpty());
    } catch (IOException e) {
      failure = early.or(() -> Optional.of(e));
    }
    outcome.complete(failure);
  }

  private void fail(Throwable thrown) {
    from.close();
    try {
      ending.end(false);
    } catch (IOException e) {
      thrown.addSuppressed(e);
    }
    outcome.completeExceptionally(thrown);
  }
}
