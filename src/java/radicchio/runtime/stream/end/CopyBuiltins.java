package radicchio.runtime.stream.end;

import radicchio.abi.ElementPlan;
import radicchio.abi.MessageText;
import radicchio.abi.PlainValues;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.component.ValType;
import radicchio.component.ValType.FutureType;
import radicchio.component.ValType.StreamType;
import radicchio.engine.HostFunc;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.Participant;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.stream.SharedFuture;
import radicchio.runtime.stream.SharedStream;
import radicchio.runtime.waitable.Waitable;

/** Makes the built-ins of streams, futures and error contexts, as core functions of one component instance. */
public final class CopyBuiltins {
  private static final long[] NONE = {};
  private static final long MASK_32 = 0xFFFF_FFFFL;

  /** What a copy that waits returns ({@code BLOCKED}). */
  private static final long[] BLOCKED = {MASK_32};

  private final Participant instance;

  public CopyBuiltins(Participant instance) {
    this.instance = instance;
  }

  // Streams and futures

  /** {@code canon stream.new}, {@code canon future.new}. */
  public HostFunc newPair(ValType type) {
    return args -> {
      instance.checkMayLeave();
      return type instanceof StreamType stream
          ? pair(new SharedStream(stream))
          : pair(new SharedFuture((FutureType) type));
    };
  }

  private <S extends Shared.Readable & Shared.Writable> long[] pair(S shared) {
    long readable = instance.handles().add(CopyEnd.readable(shared));
    long writable = instance.handles().add(CopyEnd.writable(shared));
    return new long[] {readable | writable << 32};
  }

  /** {@code canon stream.read}, {@code canon future.read}. */
  public HostFunc read(ValType type, CanonicalOptions options, boolean async) {
    return copy(EndKind.readable(type), type, options, async);
  }

  /** {@code canon stream.write}, {@code canon future.write}. */
  public HostFunc write(ValType type, CanonicalOptions options, boolean async) {
    return copy(EndKind.writable(type), type, options, async);
  }

  private HostFunc copy(EndKind kind, ValType type, CanonicalOptions options, boolean async) {
    ElementPlan plan = ElementPlan.of(LiftedEnd.element(type), PlainValues.INSTANCE);
    return args -> {
      instance.checkMayLeave();
      int index = (int) args[0];
      CopyEnd end = end(index, kind, type, async);
      end.checkIdle(async);
      int length = kind.isFuture() ? 1 : (int) args[2];
      end.copy(index, CopyBuffer.ofGuest(instance, options, plan, args[1] & MASK_32, length));
      return result(end, async);
    };
  }

  private CopyEnd end(int index, EndKind kind, ValType type, boolean async) {
    if (!async && !instance.handles().has(index)) {
      instance.schedule().checkMayWait();
    }
    return CopyEnd.get(instance.handles(), index, kind, type);
  }

  /** Waits for the event of a copy if that is synchronous, and delivers it. */
  private long[] result(CopyEnd end, boolean async) {
    Waitable waitable = end.waitable();
    if (!waitable.hasPending()) {
      if (async) {
        return BLOCKED;
      }
      waitable.await(instance.schedule());
    }
    return new long[] {waitable.takePending().payload() & MASK_32};
  }

  /** {@code canon stream.cancel-read}, {@code canon future.cancel-read}. */
  public HostFunc cancelRead(ValType type, boolean async) {
    return cancel(EndKind.readable(type), type, async);
  }

  /** {@code canon stream.cancel-write}, {@code canon future.cancel-write}. */
  public HostFunc cancelWrite(ValType type, boolean async) {
    return cancel(EndKind.writable(type), type, async);
  }

  private HostFunc cancel(EndKind kind, ValType type, boolean async) {
    return args -> {
      instance.checkMayLeave();
      CopyEnd end = end((int) args[0], kind, type, async);
      end.cancel(async);
      return result(end, async);
    };
  }

  /** {@code canon stream.drop-readable}, {@code canon future.drop-readable}. */
  public HostFunc dropReadable(ValType type) {
    return drop(EndKind.readable(type), type);
  }

  /** {@code canon stream.drop-writable}, {@code canon future.drop-writable}. */
  public HostFunc dropWritable(ValType type) {
    return drop(EndKind.writable(type), type);
  }

  private HostFunc drop(EndKind kind, ValType type) {
    return args -> {
      instance.checkMayLeave();
      CopyEnd.remove(instance.handles(), (int) args[0], kind, type).drop();
      return NONE;
    };
  }

  // Error contexts

  /** {@code canon error-context.new}. */
  public HostFunc newErrorContext(CanonicalOptions options) {
    return args -> {
      instance.checkMayLeave();
      Context context = instance.context(options, Outside.JAVA);
      String message = MessageText.load(context, args[0] & MASK_32, args[1] & MASK_32);
      return new long[] {instance.handles().add(new ErrorContext(message))};
    };
  }

  /** {@code canon error-context.debug-message}. */
  public HostFunc debugMessage(CanonicalOptions options) {
    return args -> {
      instance.checkMayLeave();
      ErrorContext found = ErrorContext.get(instance.handles(), (int) args[0]);
      MessageText.store(
          instance.context(options, Outside.JAVA), found.message(), args[1] & MASK_32);
      return NONE;
    };
  }

  /** {@code canon error-context.drop}. */
  public HostFunc dropErrorContext() {
    return args -> {
      instance.checkMayLeave();
      ErrorContext.remove(instance.handles(), (int) args[0]);
      return NONE;
    };
  }
}
