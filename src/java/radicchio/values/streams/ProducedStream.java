package radicchio.values.streams;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import radicchio.abi.ElementPlan;
import radicchio.runtime.stream.host.BlockingProducer;

/** Producers of streams whose elements come while they are read. */
final class ProducedStream {
  private static final int BATCH = 1 << 16;

  /** The most heap in bytes for a sequence without a count in an element. */
  private static final long LOWERED_BYTES = 1L << 28;

  private ProducedStream() {}

  /** @param in closed at the end */
  static BlockingProducer of(InputStream in) {
    return new BlockingProducer() {
      @Override
      public void produce(Sink sink) throws IOException {
        byte[] batch = new byte[BATCH];
        int count = in.read(batch);
        while (count >= 0 && sink.write(batch, 0, count)) {
          count = in.read(batch);
        }
      }

      @Override
      public void close() {
        try {
          in.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  static BlockingProducer of(Iterator<?> elements, ElementPlan plan) {
    return new BlockingProducer() {
      @Override
      public void produce(Sink sink) {
        byte[] scalar = new byte[plan.isScalar() ? plan.size() : 0];
        boolean wanted = true;
        while (wanted && elements.hasNext()) {
          wanted = write(sink, elements.next(), scalar);
        }
      }

      private boolean write(Sink sink, Object element, byte[] scalar) {
        if (!plan.isScalar()) {
          return sink.write(plan.read("element", element, LOWERED_BYTES));
        }
        plan.readScalar("element", element, scalar, 0);
        return sink.write(scalar, 0, scalar.length);
      }

      @Override
      public void close() {
        // an iterator has nothing to release
      }
    };
  }
}
