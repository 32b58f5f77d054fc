package radicchio.values.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.runtime.stream.host.StreamSource;

/** Sources of streams whose elements are there already. */
final class GivenStream {
  private GivenStream() {}

  static StreamSource ofBytes(byte[] image) {
    return new StreamSource.OfBytes() {
      private int at;

      @Override
      public int read(byte[] target, int offset, int length) {
        int count = Math.min(length, image.length - at);
        System.arraycopy(image, at, target, offset, count);
        at += count;
        return count == 0 ? END : count;
      }

      @Override
      public CompletionStage<Void> whenReadable() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {
        at = image.length;
      }
    };
  }

  static StreamSource ofElements(Object[] staged) {
    return new StreamSource.OfElements() {
      private int at;

      @Override
      public int read(Object[] target, int offset, int length) {
        int count = Math.min(length, staged.length - at);
        System.arraycopy(staged, at, target, offset, count);
        at += count;
        return count == 0 ? END : count;
      }

      @Override
      public CompletionStage<Void> whenReadable() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {
        at = staged.length;
      }
    };
  }
}
