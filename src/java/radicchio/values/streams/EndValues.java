package radicchio.values.streams;

import clojure.lang.Counted;
import clojure.lang.IDeref;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import radicchio.abi.ElementPlan;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.Prim;
import radicchio.error.ForeignText;
import radicchio.runtime.stream.end.ErrorContext;
import radicchio.runtime.stream.end.LiftedEnd;
import radicchio.runtime.stream.host.BlockingValue;

/** Makes and reads streams, futures and error contexts. */
public final class EndValues {
  /** The most heap in bytes for a sequence without a count in the value of a future. */
  private static final long LOWERED_BYTES = 1L << 28;

  private EndValues() {}

  /** Returns the maker of a stream with elements of a type. */
  public static Maker streamMaker(Optional<ValType> element, Values values) {
    ElementPlan plan = ElementPlan.of(element, values);
    boolean bytes = element.filter(t -> t == Prim.U8).isPresent();
    return (Maker.OfEnd)
        lifted ->
            bytes
                ? new StreamInput(((LiftedEnd) lifted).stream(plan))
                : new StreamElements(((LiftedEnd) lifted).stream(plan));
  }

  /** Returns the maker of a future with a value of a type. */
  public static Maker futureMaker(Optional<ValType> element, Values values) {
    ElementPlan plan = ElementPlan.of(element, values);
    return (Maker.OfEnd) lifted -> GuestFuture.of(((LiftedEnd) lifted).future(plan));
  }

  /** Returns the maker of error contexts. */
  public static Maker errorContextMaker() {
    return (Maker.OfEnd) lifted -> new ErrorContextException(((ErrorContext) lifted).message());
  }

  /**
   * Returns the reader of a stream with elements of a type.
   *
   * @param list the reader of a list of the elements; empty without a type
   */
  public static ValueReader streamReader(
      Optional<ValType> element, Values values, Optional<ValueReader> list) {
    ElementPlan plan = ElementPlan.of(element, values);
    boolean bytes = element.filter(t -> t == Prim.U8).isPresent();
    return (value, reading) -> {
      if (bytes && value instanceof InputStream in) {
        return ProducedStream.of(in);
      }
      if (list.isPresent() && isThere(value)) {
        Object staged = list.get().read(value, reading);
        return staged instanceof byte[] image
            ? GivenStream.ofBytes(image)
            : GivenStream.ofElements((Object[]) staged);
      }
      return ProducedStream.of(iterator(value, bytes), plan);
    };
  }

  /** Tests whether the elements of a value are there, so that they can be read at once. */
  private static boolean isThere(Object value) {
    return value instanceof ByteBuffer
        || value != null && value.getClass().isArray()
        || value instanceof Collection && value instanceof Counted;
  }

  private static Iterator<?> iterator(Object value, boolean bytes) {
    if (value instanceof Iterator<?> iterator) {
      return iterator;
    }
    if (value instanceof Iterable<?> iterable && !(value instanceof Map)) {
      return iterable.iterator();
    }
    if (value instanceof BaseStream<?, ?> stream) {
      return stream.iterator();
    }
    throw but(
        bytes
            ? "a stream of bytes (an InputStream, a byte array, a ByteBuffer, or anything sequential of integers)"
            : "a stream (anything sequential, an Iterable, an Iterator or a BaseStream)",
        value);
  }

  /** Returns the reader of a future with a value of a type. */
  public static ValueReader futureReader(Optional<ValType> element, Values values) {
    ElementPlan plan = ElementPlan.of(element, values);
    return (value, reading) -> {
      if (value instanceof CompletionStage<?> stage) {
        return stage.thenApply(given -> plan.read("future", given, LOWERED_BYTES));
      }
      if (value instanceof IDeref deref) {
        return (BlockingValue) () -> plan.read("future", deref.deref(), LOWERED_BYTES);
      }
      if (value instanceof Future<?> future) {
        return (BlockingValue) () -> plan.read("future", future.get(), LOWERED_BYTES);
      }
      throw but("a future (a CompletionStage, a promise, a delay or a future)", value);
    };
  }

  /** Returns the reader of error contexts. */
  public static ValueReader errorContextReader() {
    return (value, reading) -> {
      if (value instanceof String message) {
        return new ErrorContext(message);
      }
      if (value instanceof Throwable thrown) {
        return new ErrorContext(
            thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
      }
      throw but("an error context (a Throwable or a string)", value);
    };
  }

  private static Refusal but(String expected, Object got) {
    return Refusal.of(
        "expected "
            + expected
            + ", got "
            + (got == null ? "nil" : ForeignText.escaped(got.getClass().getTypeName())));
  }
}
