package radicchio.values.streams;

import clojure.lang.AFn;
import clojure.lang.IReduceInit;
import clojure.lang.Reduced;
import clojure.lang.Util;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import radicchio.runtime.stream.host.BlockingProducer;

/** Producers of streams whose elements come while they are read. */
final class ProducedStream {
  private static final int BATCH = 1 << 16;

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

  /** @param owner closed at the end if it can be */
  static BlockingProducer of(Iterator<?> elements, Object owner, StreamPlan plan) {
    return new BlockingProducer() {
      @Override
      public void produce(Sink sink) {
        byte[] scalar = scalar(plan);
        boolean wanted = true;
        while (wanted && elements.hasNext()) {
          wanted = plan.write(sink, elements.next(), scalar);
        }
      }

      @Override
      public void close() {
        closeIfPossible(owner);
      }
    };
  }

  /** @param elements closed at the end if it can be */
  static BlockingProducer of(IReduceInit elements, StreamPlan plan) {
    return new BlockingProducer() {
      @Override
      public void produce(Sink sink) {
        byte[] scalar = scalar(plan);
        elements.reduce(
            new AFn() {
              @Override
              public Object invoke(Object result, Object element) {
                return plan.write(sink, element, scalar) ? result : new Reduced(result);
              }
            },
            null);
      }

      @Override
      public void close() {
        closeIfPossible(elements);
      }
    };
  }

  /** Returns the producer of what a function emits. */
  static BlockingProducer of(EmittedStream given, StreamPlan plan) {
    return new BlockingProducer() {
      @Override
      public void produce(Sink sink) {
        given.body().invoke(new Emit(plan, sink));
      }

      @Override
      public void close() {
        // the function ends by itself
      }
    };
  }

  private static byte[] scalar(StreamPlan plan) {
    return new byte[plan.element().isScalar() ? plan.element().size() : 0];
  }

  private static void closeIfPossible(Object given) {
    if (given instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw Util.sneakyThrow(e);
      }
    }
  }
}
