package radicchio.values.streams;

import clojure.lang.Counted;
import clojure.lang.IDeref;
import clojure.lang.IPending;
import clojure.lang.IReduceInit;
import clojure.lang.Util;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
import radicchio.runtime.stream.host.BlockingProducer;
import radicchio.runtime.stream.host.BlockingValue;
import radicchio.runtime.stream.host.StreamReader;

/** Makes and reads streams, futures and error contexts. */
public final class EndValues {
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
    return (Maker.OfEnd) lifted -> AwaitedFuture.of(((LiftedEnd) lifted).future(plan));
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
    StreamPlan plan = StreamPlan.of(element, values);
    return (value, reading) -> {
      if (value instanceof EmittedStream emitted) {
        return ProducedStream.of(emitted, plan);
      }
      if (plan.bytes() && value instanceof InputStream in) {
        return ofInput(in);
      }
      if (list.isPresent() && isThere(value)) {
        Object staged = list.get().read(value, reading);
        return staged instanceof byte[] image
            ? GivenStream.ofBytes(image)
            : GivenStream.ofElements((Object[]) staged);
      }
      return ofElements(value, plan);
    };
  }

  /** The rest of a guest's stream, of which nothing was read ahead, needs no thread. */
  private static Object ofInput(InputStream in) {
    Optional<StreamReader> rest =
        in instanceof StreamInput guests ? guests.untouched() : Optional.empty();
    return rest.isPresent() ? rest.get() : ProducedStream.of(in);
  }

  /** Tests whether the elements of a value are there, so that they can be read at once. */
  private static boolean isThere(Object value) {
    return value instanceof ByteBuffer
        || value != null && value.getClass().isArray()
        || value instanceof List && value instanceof Counted;
  }

  private static BlockingProducer ofElements(Object value, StreamPlan plan) {
    if (value instanceof Iterator<?> iterator) {
      return ProducedStream.of(iterator, iterator, plan);
    }
    if (value instanceof Iterable<?> iterable && !(value instanceof Map)) {
      return ProducedStream.of(iterable.iterator(), iterable, plan);
    }
    if (value instanceof BaseStream<?, ?> stream) {
      return ProducedStream.of(stream.iterator(), stream, plan);
    }
    if (value instanceof IReduceInit reducible && !(value instanceof Map)) {
      return ProducedStream.of(reducible, plan);
    }
    throw but(
        plan.bytes()
            ? "a stream of bytes (an InputStream, a byte array, a ByteBuffer, anything sequential of integers, or a wasm/stream)"
            : "a stream (anything sequential, an Iterable, an Iterator, a BaseStream, or a wasm/stream)",
        value);
  }

  /** Returns the reader of a future with a value of a type. */
  public static ValueReader futureReader(Optional<ValType> element, Values values) {
    ElementPlan plan = ElementPlan.of(element, values);
    return (value, reading) -> {
      if (value instanceof CompletionStage<?> stage) {
        return following(stage, plan);
      }
      if (value instanceof IDeref deref && value instanceof IPending) {
        return blocking(deref::deref, plan);
      }
      if (value instanceof Future<?> future) {
        return blocking(future::get, plan);
      }
      throw but("a future (a CompletionStage, a promise, a delay or a future)", value);
    };
  }

  private static BlockingValue blocking(Callable<?> waits, ElementPlan plan) {
    return () -> {
      try {
        return read(plan, waits.call());
      } catch (ExecutionException e) {
        throw Util.sneakyThrow(e.getCause());
      }
    };
  }

  /** Cancelling the stage cancels the future that it follows. */
  private static CompletionStage<Object> following(CompletionStage<?> given, ElementPlan plan) {
    CompletableFuture<Object> staged =
        given.toCompletableFuture().thenApply(value -> read(plan, value));
    staged.whenComplete(
        (value, failure) -> {
          if (staged.isCancelled()) {
            given.toCompletableFuture().cancel(true);
          }
        });
    return staged;
  }

  private static Object read(ElementPlan plan, Object value) {
    return plan.read("future", value, StreamPlan.LOWERED_BYTES);
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
