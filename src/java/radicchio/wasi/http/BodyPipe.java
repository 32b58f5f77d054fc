package radicchio.wasi.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ClosedSinkException;
import radicchio.wasi.streams.Pollable;

/**
 * A body that a guest writes on one side, as a {@link ByteSink}, and that is sent from the other side, a {@link
 * BodySource}. It buffers at most {@value #ROOM} bytes. Any thread may use either side.
 */
public final class BodyPipe implements BodySource {
  static final int ROOM = 1 << 16;

  private final HttpErrorKind wrongSize;
  private final OptionalLong declared;
  private final ConditionPollable readable = new ConditionPollable(this::isReadable);
  private final ConditionPollable writable = new ConditionPollable(this::isWritable);
  private final ByteSink sink = new Sink();
  private final CompletableFuture<Optional<List<HttpField>>> trailers = new CompletableFuture<>();
  private final CompletableFuture<Optional<HttpFailure>> delivered = new CompletableFuture<>();

  /** The bytes that were written and not read. Guarded by this object, like the fields below. */
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();

  /** The number of bytes of the first piece that were read. */
  private int from;

  private int held;
  private long written;
  private boolean finished;
  private boolean abandoned;

  /** Whether the reader must be woken without bytes. */
  private boolean nudged;

  private Optional<HttpFailure> failure = Optional.empty();

  /**
   * @param declared the number of bytes in the message's header
   * @param wrongSize the kind of failure for a different number
   */
  public BodyPipe(OptionalLong declared, HttpErrorKind wrongSize) {
    this.declared = declared;
    this.wrongSize = wrongSize;
  }

  /**
   * Returns the side that the guest writes. {@link #finish} and {@link #fail} end the body, but closing this side
   * does not.
   */
  public ByteSink sink() {
    return sink;
  }

  /**
   * Returns a stage that completes when the sending side has read the end; empty on success, else the reason for the
   * failure.
   */
  public CompletionStage<Optional<HttpFailure>> delivered() {
    return delivered;
  }

  /** Returns the number of bytes in the message's header. */
  public OptionalLong declared() {
    return declared;
  }

  /**
   * Ends the body.
   *
   * @throws HttpFailure if the number of bytes is not the declared one; the body has failed then
   */
  public void finish(Optional<List<HttpField>> last) throws HttpFailure {
    Optional<HttpFailure> broken;
    synchronized (this) {
      if (failure.isEmpty() && declared.isPresent() && declared.getAsLong() != written) {
        failure = Optional.of(HttpFailure.of(wrongSize, written));
      }
      broken = failure;
      if (broken.isPresent()) {
        trailers.completeExceptionally(broken.get());
      } else {
        trailers.complete(last); // before the end can be read
      }
      finished = true;
    }
    readable.changed();
    writable.changed();
    if (broken.isPresent()) {
      delivered.complete(broken);
      throw broken.get();
    }
  }

  /** Ends the body as incomplete. Does nothing after {@link #finish}. */
  public void fail(HttpFailure reason) {
    synchronized (this) {
      if (finished || failure.isPresent()) {
        return;
      }
      failure = Optional.of(reason);
    }
    trailers.completeExceptionally(reason);
    delivered.complete(Optional.of(reason));
    readable.changed();
    writable.changed();
  }

  /** Wakes the sending side once, even without bytes, so that it sends the head of the message. */
  public void nudge() {
    synchronized (this) {
      nudged = true;
    }
    readable.changed();
  }

  /** Tests whether it was ended, complete or not. */
  public synchronized boolean isEnded() {
    return finished || failure.isPresent();
  }

  /** Tests whether the sending side closed it before its end. */
  public synchronized boolean isAbandoned() {
    return abandoned;
  }

  private synchronized boolean isReadable() {
    return nudged || held > 0 || finished || abandoned || failure.isPresent();
  }

  private synchronized boolean isWritable() {
    return held < ROOM || finished || abandoned || failure.isPresent();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = 0;
    boolean ended = false;
    synchronized (this) {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (held == 0 && (finished || abandoned)) {
        ended = true;
      }
      nudged = false;
      while (count < length && !pieces.isEmpty()) {
        byte[] piece = pieces.getFirst();
        int n = Math.min(length - count, piece.length - from);
        System.arraycopy(piece, from, target, offset + count, n);
        count += n;
        from += n;
        if (from == piece.length) {
          pieces.removeFirst();
          from = 0;
        }
      }
      held -= count;
    }
    if (ended) {
      delivered.complete(Optional.empty()); // but not if it was abandoned
      return -1;
    }
    if (count > 0) {
      writable.changed();
    }
    return count;
  }

  @Override
  public Pollable readable() {
    return readable;
  }

  @Override
  public CompletionStage<Optional<List<HttpField>>> trailers() {
    return trailers;
  }

  /** Makes the guest's side closed, if the end was not read. */
  @Override
  public void close() {
    synchronized (this) {
      if (abandoned || finished && held == 0) {
        return;
      }
      abandoned = true;
      pieces.clear();
      held = 0;
    }
    delivered.complete(Optional.of(HttpFailure.of(HttpErrorKind.CONNECTION_TERMINATED)));
    writable.changed();
    readable.changed();
  }

  private final class Sink implements ByteSink {
    @Override
    public int capacity() throws IOException {
      synchronized (BodyPipe.this) {
        if (failure.isPresent()) {
          throw failure.get();
        }
        if (abandoned || finished) {
          throw new ClosedSinkException();
        }
        return ROOM - held;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      synchronized (BodyPipe.this) {
        if (length > capacity()) {
          throw new IllegalArgumentException("more bytes than the capacity: " + length);
        }
        written += length;
        if (declared.isPresent() && written > declared.getAsLong()) {
          failure = Optional.of(HttpFailure.of(wrongSize, written));
        } else if (length > 0) {
          pieces.add(Arrays.copyOfRange(bytes, offset, offset + length));
          held += length;
        }
      }
      readable.changed();
      if (failure.isPresent()) {
        trailers.completeExceptionally(failure.get());
        delivered.complete(failure);
        throw failure.get();
      }
    }

    /** Does nothing, because written bytes are always sent at once. */
    @Override
    public void flush() throws IOException {
      capacity();
    }

    @Override
    public Pollable writable() {
      return writable;
    }

    @Override
    public void close() {}
  }
}
