package radicchio.runtime.stream.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/** A reader of a source, without a guest between them. */
public final class SourceReader implements StreamReader {
  private final StreamSource source;

  /** The read that waits, or null. Guarded by this, like all fields below. */
  private CompletableFuture<Integer> waiting;

  private boolean released;

  private SourceReader(StreamSource source) {
    this.source = source;
  }

  /** Makes a reader of a source, which it closes at the end of the stream or with itself. */
  public static StreamReader of(StreamSource source) {
    return new SourceReader(source);
  }

  @Override
  public CompletionStage<Integer> read(byte[] target, int offset, int length) {
    if (!(source instanceof StreamSource.OfBytes bytes)) {
      throw HostReads.wrongTarget(false);
    }
    return read(() -> bytes.read(target, offset, length));
  }

  @Override
  public CompletionStage<Integer> read(Object[] target, int offset, int length) {
    if (!(source instanceof StreamSource.OfElements elements)) {
      throw HostReads.wrongTarget(true);
    }
    return read(() -> elements.read(target, offset, length));
  }

  private CompletionStage<Integer> read(IntSupplier attempt) {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    synchronized (this) {
      if (waiting != null && !waiting.isDone()) {
        throw HostReads.twoReads();
      }
      waiting = read;
    }
    attempt(attempt, read);
    return read;
  }

  private void attempt(IntSupplier attempt, CompletableFuture<Integer> read) {
    if (read.isDone()) {
      return;
    }
    try {
      int count = isReleased() ? END : attempt.getAsInt();
      if (count == 0) {
        source
            .whenReadable()
            .whenComplete(
                (ready, failure) -> {
                  if (failure != null) {
                    fail(read, failure);
                  } else {
                    attempt(attempt, read);
                  }
                });
        return;
      }
      if (count == END) {
        release();
      }
      read.complete(count);
    } catch (RuntimeException e) {
      fail(read, e);
    }
  }

  private synchronized boolean isReleased() {
    return released;
  }

  private void fail(CompletableFuture<Integer> read, Throwable failure) {
    release();
    read.completeExceptionally(failure);
  }

  private void release() {
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    source.close();
  }

  @Override
  public void close() {
    CompletableFuture<Integer> read;
    synchronized (this) {
      read = waiting;
    }
    release();
    if (read != null) {
      read.completeExceptionally(HostReads.closed());
    }
  }
}
