package radicchio.wasi.http.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import radicchio.wasi.http.BodySource;
import radicchio.wasi.http.ConditionPollable;
import radicchio.wasi.http.HttpErrorKind;
import radicchio.wasi.http.HttpFailure;
import radicchio.wasi.http.HttpField;
import radicchio.wasi.streams.Pollable;

/** The body of a response from the JDK's client. It requests one piece at a time. */
final class PublishedBody implements BodySource, Subscriber<List<ByteBuffer>> {
  private final Duration betweenBytes;
  private final ConditionPollable readable = new ConditionPollable(this::isReadable);
  private final CompletableFuture<Optional<List<HttpField>>> trailers = new CompletableFuture<>();

  /** The bytes that arrived and were not read. Guarded by this object, like the fields below. */
  private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();

  private Optional<Subscription> subscription = Optional.empty();
  private boolean asked;
  private boolean ended;
  private boolean closed;

  /** The number of received pieces, to detect a timeout. */
  private long arrivals;

  private Optional<HttpFailure> failure = Optional.empty();

  PublishedBody(Duration betweenBytes) {
    this.betweenBytes = betweenBytes;
  }

  @Override
  public void onSubscribe(Subscription given) {
    boolean late;
    synchronized (this) {
      subscription = Optional.of(given);
      late = closed;
    }
    if (late) {
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> more) {
    synchronized (this) {
      pieces.addAll(more);
      asked = false;
      arrivals++;
    }
    readable.changed();
    if (!isReadable()) {
      ask();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    HttpFailure reason = HttpFailure.from(thrown);
    fail(
        reason.kind() == HttpErrorKind.CONNECTION_TERMINATED
                || reason.kind() == HttpErrorKind.INTERNAL_ERROR
            ? HttpFailure.caused(HttpErrorKind.HTTP_RESPONSE_INCOMPLETE, thrown)
            : reason);
  }

  private void fail(HttpFailure reason) {
    synchronized (this) {
      if (ended || failure.isPresent()) {
        return;
      }
      failure = Optional.of(reason);
    }
    trailers.completeExceptionally(reason);
    readable.changed();
  }

  @Override
  public void onComplete() {
    synchronized (this) {
      ended = true;
    }
    readable.changed();
  }

  private synchronized boolean isReadable() {
    while (!pieces.isEmpty() && !pieces.getFirst().hasRemaining()) {
      pieces.removeFirst();
    }
    return !pieces.isEmpty() || ended || closed || failure.isPresent();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = 0;
    synchronized (this) {
      while (count < length && isReadable() && !pieces.isEmpty()) {
        ByteBuffer piece = pieces.getFirst();
        int n = Math.min(length - count, piece.remaining());
        piece.get(target, offset + count, n);
        count += n;
      }
      if (count == 0 && length > 0 && failure.isPresent()) {
        throw failure.get();
      }
      if (count == 0 && length > 0 && (ended || closed)) {
        count = -1;
      }
    }
    if (count < 0) {
      trailers.complete(Optional.empty());
    } else if (count == 0 && length > 0) {
      ask();
    }
    return count;
  }

  /** Requests the next piece, unless it was requested. */
  private void ask() {
    Subscription asking;
    long before;
    synchronized (this) {
      if (asked || subscription.isEmpty()) {
        return;
      }
      asked = true;
      before = arrivals;
      asking = subscription.get();
    }
    if (betweenBytes.compareTo(Timeouts.LONGEST) < 0) {
      CompletableFuture.delayedExecutor(betweenBytes.toNanos(), TimeUnit.NANOSECONDS)
          .execute(() -> endSilence(before));
    }
    asking.request(1);
  }

  private void endSilence(long before) {
    synchronized (this) {
      if (arrivals != before) {
        return;
      }
    }
    fail(HttpFailure.of(HttpErrorKind.CONNECTION_READ_TIMEOUT));
    subscription.ifPresent(Subscription::cancel);
  }

  @Override
  public Pollable readable() {
    if (!isReadable()) {
      ask();
    }
    return readable;
  }

  @Override
  public CompletionStage<Optional<List<HttpField>>> trailers() {
    return trailers;
  }

  @Override
  public void close() {
    Optional<Subscription> ending;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      pieces.clear();
      ending = ended ? Optional.empty() : subscription;
    }
    ending.ifPresent(Subscription::cancel);
    readable.changed();
  }
}
