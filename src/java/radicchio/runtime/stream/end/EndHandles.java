package radicchio.runtime.stream.end;

import java.util.concurrent.CompletionStage;
import radicchio.abi.ElementPlan;
import radicchio.abi.PlainValues;
import radicchio.abi.context.Ends;
import radicchio.abi.layout.Scalar;
import radicchio.component.ValType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.StreamType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Participant;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.stream.host.BlockingProducer;
import radicchio.runtime.stream.host.BlockingValue;
import radicchio.runtime.stream.host.FutureReader;
import radicchio.runtime.stream.host.HostFuture;
import radicchio.runtime.stream.host.HostFutureReader;
import radicchio.runtime.stream.host.HostStream;
import radicchio.runtime.stream.host.HostStreamReader;
import radicchio.runtime.stream.host.ProducedElements;
import radicchio.runtime.stream.host.ProducedValue;
import radicchio.runtime.stream.host.ReaderSource;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.runtime.stream.host.StreamSource;

/**
 * Lifts and lowers the streams, futures and error contexts of a component instance: between components as they are, for a host in
 * the form of this package's readers and sources. Used inside the store.
 */
public final class EndHandles implements Ends {
  private final Participant instance;
  private final Outside outside;

  /** @param outside the form on the other side */
  public EndHandles(Participant instance, Outside outside) {
    this.instance = instance;
    this.outside = outside;
  }

  // Lifting

  @Override
  public Object liftEnd(ValType type, int index) {
    Shared.Readable shared =
        CopyEnd.remove(instance.handles(), index, EndKind.readable(type), type).passOn();
    return switch (outside) {
      case COMPONENT -> shared;
      case HOST -> new LiftedEnd(instance.door(), shared, outside);
      case JAVA -> opened(new LiftedEnd(instance.door(), shared, outside), type);
    };
  }

  private static AutoCloseable opened(LiftedEnd end, ValType type) {
    ElementPlan plan = ElementPlan.of(LiftedEnd.element(type), PlainValues.INSTANCE);
    return type instanceof StreamType ? end.stream(plan) : end.future(plan);
  }

  @Override
  public Object liftErrorContext(int index) {
    return ErrorContext.get(instance.handles(), index);
  }

  // Lowering

  @Override
  public int lowerEnd(ValType type, Object end) {
    return instance.handles().add(CopyEnd.readable(shared(type, end)));
  }

  private Shared.Readable shared(ValType type, Object end) {
    if (end instanceof Shared.Readable shared) {
      return shared;
    }
    return type instanceof StreamType stream ? stream(stream, end) : future((FutureType) type, end);
  }

  private Shared.Readable stream(StreamType type, Object end) {
    HostDoor door = instance.door();
    if (end instanceof HostStreamReader reader && reader.isBehind(door)) {
      return reader.giveAway();
    }
    if (end instanceof StreamReader reader) {
      return HostStream.of(type, door, ReaderSource.of(reader, type), outside);
    }
    if (end instanceof StreamSource source) {
      return HostStream.of(type, door, source, outside);
    }
    if (end instanceof BlockingProducer producer) {
      boolean scalar = type.element().filter(Scalar::is).isPresent();
      return HostStream.of(type, door, ProducedElements.of(door, producer, scalar), outside);
    }
    throw wrong("a StreamSource or StreamReader for a stream", end);
  }

  private Shared.Readable future(FutureType type, Object end) {
    HostDoor door = instance.door();
    if (end instanceof HostFutureReader reader && reader.isBehind(door)) {
      return reader.giveAway();
    }
    if (end instanceof FutureReader reader) {
      return future(type, reader.value());
    }
    if (end instanceof CompletionStage<?> stage) {
      return future(type, stage);
    }
    if (end instanceof BlockingValue value) {
      return produced(type, value);
    }
    throw wrong("a CompletionStage or FutureReader for a future", end);
  }

  private Shared.Readable future(FutureType type, CompletionStage<?> stage) {
    return HostFuture.of(type, instance.door(), stage.toCompletableFuture(), () -> {}, outside);
  }

  private Shared.Readable produced(FutureType type, BlockingValue value) {
    ProducedValue produced = new ProducedValue(instance.door(), value);
    return HostFuture.of(type, instance.door(), produced.stage(), produced::start, outside);
  }

  @Override
  public int lowerErrorContext(Object context) {
    if (!(context instanceof ErrorContext given)) {
      throw wrong("an ErrorContext", context);
    }
    return instance.handles().add(given);
  }

  private static RadicchioException wrong(String expected, Object got) {
    return RadicchioException.of(
        ErrorKind.ARGUMENT,
        "expected "
            + expected
            + ", got "
            + (got == null ? "null" : ForeignText.escaped(got.getClass().getName())));
  }
}
