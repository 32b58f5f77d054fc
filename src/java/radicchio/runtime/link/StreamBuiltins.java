package radicchio.runtime.link;

import java.util.function.Function;
import java.util.function.IntFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.component.Canon;
import radicchio.component.CanonOptions;
import radicchio.component.ValType;
import radicchio.engine.HostFunc;
import radicchio.runtime.stream.end.CopyBuiltins;

/** The built-ins of streams, futures and error contexts; used while a component is linked. */
final class StreamBuiltins {
  private final CopyBuiltins builtins;
  private final IntFunction<ValType> types;
  private final Function<CanonOptions, CanonicalOptions> bound;

  /**
   * @param types returns the type with an index
   * @param bound binds options to the instance
   */
  StreamBuiltins(
      CopyBuiltins builtins,
      IntFunction<ValType> types,
      Function<CanonOptions, CanonicalOptions> bound) {
    this.builtins = builtins;
    this.types = types;
    this.bound = bound;
  }

  HostFunc of(Canon.OfType c) {
    ValType type = types.apply(c.type());
    return switch (c.builtin()) {
      case STREAM_NEW, FUTURE_NEW -> builtins.newPair(type);
      case STREAM_DROP_READABLE, FUTURE_DROP_READABLE -> builtins.dropReadable(type);
      case STREAM_DROP_WRITABLE, FUTURE_DROP_WRITABLE -> builtins.dropWritable(type);
      default -> throw unknown(c);
    };
  }

  HostFunc of(Canon.Copy c) {
    ValType type = types.apply(c.type());
    CanonicalOptions options = bound.apply(c.options());
    return switch (c.builtin()) {
      case STREAM_READ, FUTURE_READ -> builtins.read(type, options, c.options().async());
      case STREAM_WRITE, FUTURE_WRITE -> builtins.write(type, options, c.options().async());
      default -> throw unknown(c);
    };
  }

  HostFunc of(Canon.CancelCopy c) {
    ValType type = types.apply(c.type());
    return switch (c.builtin()) {
      case STREAM_CANCEL_READ, FUTURE_CANCEL_READ -> builtins.cancelRead(type, c.async());
      case STREAM_CANCEL_WRITE, FUTURE_CANCEL_WRITE -> builtins.cancelWrite(type, c.async());
      default -> throw unknown(c);
    };
  }

  HostFunc of(Canon.ErrorContext c) {
    CanonicalOptions options = bound.apply(c.options());
    return switch (c.builtin()) {
      case ERROR_CONTEXT_NEW -> builtins.newErrorContext(options);
      case ERROR_CONTEXT_DEBUG_MESSAGE -> builtins.debugMessage(options);
      default -> throw unknown(c);
    };
  }

  HostFunc dropErrorContext() {
    return builtins.dropErrorContext();
  }

  private static IllegalStateException unknown(Canon.Concurrent c) {
    return new IllegalStateException(
        "BUG: " + c.name() + " is not a built-in of streams, futures or error contexts");
  }
}
