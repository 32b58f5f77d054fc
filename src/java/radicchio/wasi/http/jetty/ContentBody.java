package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.Trailers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.ConditionPollable;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.streams.Pollable;

/** The body of a message that Jetty receives. It requests bytes only while something waits for them. */
final class ContentBody implements BodySource {
  private final Content.Source source;
  private final Supplier<HttpFields> trailerFields;
  private final Function<Throwable, HttpFailure> failureOf;
  private final long most;
  private final boolean failsWhole;
  private final ConditionPollable readable = new ConditionPollable(this::isReadable);
  private final CompletableFuture<Optional<List<HttpField>>> trailers = new CompletableFuture<>();
  private Optional<Silence> silence = Optional.empty();

  /**
   * The chunk that was taken and not read completely; null if there is none. Guarded by this object, like the fields
   * below.
   */
  private Content.Chunk chunk;

  private long count;
  private boolean demanding;
  private boolean ended;
  private Optional<HttpFailure> failure = Optional.empty();

  /**
   * @param trailerFields called at the end; returns null if there are none
   * @param most a read fails if the body has more bytes
   * @param failsWhole whether the exchange ends if the body is not read; false for a request, which may still be
   *     answered
   */
  ContentBody(
      Content.Source source,
      Supplier<HttpFields> trailerFields,
      Function<Throwable, HttpFailure> failureOf,
      long most,
      boolean failsWhole) {
    this.source = source;
    this.trailerFields = trailerFields;
    this.failureOf = failureOf;
    this.most = most;
    this.failsWhole = failsWhole;
  }

  /** The timeout while something waits for bytes. */
  private record Silence(Scheduler scheduler, Duration longest) {}

  /** Makes it fail after the timeout, while something waits for bytes. */
  void limitSilence(Scheduler scheduler, Duration longest) {
    silence = Optional.of(new Silence(scheduler, longest));
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n;
    synchronized (this) {
      n = length == 0 ? 0 : readNow(target, offset, length);
    }
    if (n < 0) {
      settleTrailers();
    }
    return n;
  }

  /** Does the same as {@link #read}, while the lock is held. */
  private int readNow(byte[] target, int offset, int length) throws IOException {
    int n = 0;
    while (n < length && take()) {
      int more = Math.min(length - n, chunk.remaining());
      chunk.getByteBuffer().get(target, offset + n, more);
      n += more;
    }
    count += n;
    if (count > most) {
      giveUp(HttpFailure.of(HttpErrorKind.HTTP_REQUEST_BODY_SIZE, count));
    }
    if (failure.isPresent() && (n == 0 || count > most)) {
      trailers.completeExceptionally(failure.get());
      throw failure.get();
    }
    return n == 0 && ended ? -1 : n;
  }

  /** Makes the chunk one with bytes; returns false if there are none now. The lock must be held. */
  private boolean take() {
    while (chunk == null || !chunk.hasRemaining()) {
      if (chunk != null) {
        boolean last = chunk.isLast();
        chunk.release();
        chunk = null;
        ended |= last;
      }
      if (ended || failure.isPresent() || demanding) {
        return false;
      }
      chunk = source.read();
      if (chunk == null) {
        return false;
      }
      if (Content.Chunk.isFailure(chunk)) {
        failure = Optional.of(failureOf.apply(chunk.getFailure()));
        chunk = null;
        return false;
      }
      if (chunk instanceof Trailers last) {
        trailers.complete(Optional.of(FieldLists.of(last.getTrailers())));
        ended = true;
      }
    }
    return true;
  }

  private void settleTrailers() {
    HttpFields fields = trailerFields.get();
    trailers.complete(
        fields == null || fields.size() == 0
            ? Optional.empty()
            : Optional.of(FieldLists.of(fields)));
  }

  private synchronized boolean isReadable() {
    return ended || failure.isPresent() || take() || ended || failure.isPresent();
  }

  @Override
  public Pollable readable() {
    return new Pollable() {
      @Override
      public boolean isReady() {
        return isReadable();
      }

      @Override
      public CompletionStage<Void> whenReady() {
        CompletionStage<Void> ready = readable.whenReady();
        if (!ready.toCompletableFuture().isDone()) {
          demand();
        }
        return ready;
      }
    };
  }

  /** Requests a report about more bytes. Bytes that have arrived wake the waiting thread. */
  private void demand() {
    boolean came;
    synchronized (this) {
      if (demanding) {
        return;
      }
      came = isReadable();
      demanding = !came;
    }
    if (came) {
      readable.changed();
      return;
    }
    Runnable stop = silence.map(this::startSilence).orElse(() -> {});
    source.demand(
        () -> {
          stop.run();
          synchronized (this) {
            demanding = false;
          }
          readable.changed();
          if (!isReadable()) { // a demand without need
            demand();
          }
        });
  }

  private Runnable startSilence(Silence limit) {
    Scheduler.Task task =
        limit
            .scheduler()
            .schedule(
                () -> fail(HttpFailure.of(HttpErrorKind.CONNECTION_READ_TIMEOUT)),
                limit.longest().toMillis(),
                TimeUnit.MILLISECONDS);
    return task::cancel;
  }

  private void fail(HttpFailure reason) {
    synchronized (this) {
      giveUp(reason);
    }
    trailers.completeExceptionally(reason);
    readable.changed();
  }

  /** The lock must be held. */
  private void giveUp(HttpFailure reason) {
    if (failure.isPresent()) {
      return;
    }
    failure = Optional.of(reason);
    release();
    if (!ended && failsWhole) {
      source.fail(reason);
    }
  }

  private void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  @Override
  public CompletionStage<Optional<List<HttpField>>> trailers() {
    return trailers;
  }

  @Override
  public void close() {
    synchronized (this) {
      release();
      if (ended) {
        return;
      }
    }
    fail(HttpFailure.of(HttpErrorKind.CONNECTION_TERMINATED));
  }
}
