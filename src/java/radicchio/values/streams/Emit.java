package radicchio.values.streams;

import clojure.lang.AFn;
import radicchio.abi.ElementPlan;
import radicchio.runtime.stream.host.BlockingProducer.Sink;

/**
 * {@code emit!}, the function that gives an element to a guest, or a batch if the elements are numbers. It blocks until the
 * guest has taken all of it. It returns false if the guest reads no more.
 */
final class Emit extends AFn {
  private final StreamPlan plan;
  private final Sink sink;
  private final byte[] scalar;

  Emit(StreamPlan plan, Sink sink) {
    this.plan = plan;
    this.sink = sink;
    ElementPlan element = plan.element();
    this.scalar = new byte[element.isScalar() ? element.size() : 0];
  }

  /** Gives a stream without an element type one element. */
  @Override
  public Object invoke() {
    return invoke(null);
  }

  @Override
  public Object invoke(Object given) {
    return write(given) && sink.awaitTaken();
  }

  private boolean write(Object given) {
    if (plan.isBatch(given)) {
      byte[] batch = plan.readBatch(given);
      return sink.write(batch, 0, batch.length);
    }
    return plan.write(sink, given, scalar);
  }
}
