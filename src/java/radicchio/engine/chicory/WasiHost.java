package radicchio.engine.chicory;

import com.dylibso.chicory.log.Logger;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.Func;
import radicchio.engine.Store;
import radicchio.engine.Wasi;
import radicchio.engine.WasiOptions;
import radicchio.engine.sandbox.Sandbox;

/**
 * The engine's WASI on granted directories that nothing leaves, with {@link WasiCalls} before its functions:
 * what the engine does not do, or does not do safely, is made good there.
 */
final class WasiHost implements Wasi {
  private final WasiPreview1 wasi;
  private final Map<String, HostFunction> functions = new HashMap<>();
  private final WasiCalls calls;

  private WasiHost(WasiPreview1 wasi, WasiCalls calls) {
    this.wasi = wasi;
    this.calls = calls;
    for (HostFunction function : wasi.toHostFunctions()) {
      if (!function.name().startsWith("adapter_")) {
        functions.put(function.name(), function);
      }
    }
  }

  static WasiHost of(WasiOptions options) throws IOException {
    Sandbox sandbox = new Sandbox();
    var builder = com.dylibso.chicory.wasi.WasiOptions.builder()
        .withArguments(options.arguments())
        .withStdin(options.in().orElseGet(AtEnd::new), false)
        .withStdout(options.out().orElseGet(OutputStream::nullOutputStream), false)
        .withStderr(options.err().orElseGet(OutputStream::nullOutputStream), false);
    options.environment().forEach(builder::withEnvironment);
    options.clock().ifPresent(builder::withClock);
    options.random().ifPresent(builder::withRandom);
    for (var granted : options.directories().entrySet()) {
      var directory = granted.getValue();
      builder.withDirectory(granted.getKey(), sandbox.grant(directory.path(), directory.readOnly()));
    }
    WasiPreview1 wasi =
        WasiPreview1.builder().withLogger(new Silence()).withOptions(builder.build()).build();
    return new WasiHost(wasi, new WasiCalls(wasi, sandbox, options));
  }

  @Override
  public Optional<Func> function(Store store, String name, FuncType type) {
    HostFunction function = functions.get(name);
    if (function == null || !typeOf(function).equals(type)) {
      return Optional.empty();
    }
    WasiCalls.Call call = calls.of(name, function.handle());
    return Optional.of(new WasiFunction((GuestStore) store, type, name, call, calls));
  }

  private static FuncType typeOf(HostFunction function) {
    return new FuncType(types(function.paramTypes()), types(function.returnTypes()));
  }

  private static List<CoreType> types(List<ValType> types) {
    return types.stream()
        .map(type -> type.equals(ValType.I64) ? CoreType.I64 : CoreType.I32)
        .toList();
  }

  @Override
  public void close() {
    wasi.close();
  }

  /** Nothing to read, which a guest need not wait for. */
  private static final class AtEnd extends InputStream {
    @Override
    public int read() {
      return -1;
    }

    @Override
    public int available() {
      return 1;
    }
  }

  /** What a guest does is not the log's business. */
  private static final class Silence implements Logger {
    @Override
    public void log(Level level, String message, Throwable throwable) {}

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }
  }
}
