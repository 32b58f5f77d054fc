package radicchio.runtime.stream.host;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.layout.Scalar;
import radicchio.component.ValType.StreamType;

/**
 * Makes a source of a reader that belongs to another store, or to none. It reads a batch ahead when it is asked for elements and has
 * none.
 */
public final class ReaderSource {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_ELEMENTS = 1 << 10;

  private ReaderSource() {}

  public static StreamSource of(StreamReader reader, StreamType type) {
    return type.element().filter(Scalar::is).isPresent() ? new Bytes(reader) : new Elements(reader);
  }

  /** The read that fills a batch, and how much of it was taken. */
  private static final class Batch {
    private CompletableFuture<Integer> read = CompletableFuture.completedFuture(0);
    private int taken;

    /** Tests whether a next read must begin. */
    boolean isUsedUp() {
      return read.isDone() && count() != StreamSource.END && taken == count();
    }

    void begin(CompletionStage<Integer> next) {
      read = next.toCompletableFuture();
      taken = 0;
    }

    private int count() {
      return HostReads.outcome(read);
    }

    /** Returns how much can be taken at once; 0 for nothing yet, or the end. */
    int available(int length) {
      if (!read.isDone()) {
        return 0;
      }
      return count() == StreamSource.END ? StreamSource.END : Math.min(length, count() - taken);
    }

    /** Returns where the next part begins. */
    int take(int count) {
      int at = taken;
      taken += count;
      return at;
    }

    CompletionStage<Void> ready() {
      return read.handle((count, failure) -> null);
    }
  }

  private static final class Bytes implements StreamSource.OfBytes {
    private final StreamReader reader;
    private final Batch batch = new Batch();
    private final byte[] ahead = new byte[MOST_BYTES];

    Bytes(StreamReader reader) {
      this.reader = reader;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (batch.isUsedUp()) {
        batch.begin(reader.read(ahead, 0, ahead.length));
      }
      int count = batch.available(length);
      if (count > 0) {
        System.arraycopy(ahead, batch.take(count), target, offset, count);
      }
      return count;
    }

    @Override
    public CompletionStage<Void> whenReadable() {
      return batch.ready();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class Elements implements StreamSource.OfElements {
    private final StreamReader reader;
    private final Batch batch = new Batch();
    private final Object[] ahead = new Object[MOST_ELEMENTS];

    Elements(StreamReader reader) {
      this.reader = reader;
    }

    @Override
    public int read(Object[] target, int offset, int length) {
      if (batch.isUsedUp()) {
        Arrays.fill(ahead, null);
        batch.begin(reader.read(ahead, 0, ahead.length));
      }
      int count = batch.available(length);
      if (count > 0) {
        System.arraycopy(ahead, batch.take(count), target, offset, count);
      }
      return count;
    }

    @Override
    public CompletionStage<Void> whenReadable() {
      return batch.ready();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
