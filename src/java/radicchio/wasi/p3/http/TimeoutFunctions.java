package radicchio.wasi.p3.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.http.RequestOptions;

/** The functions of {@code request-options}. */
final class TimeoutFunctions {
  private static final int IMMUTABLE = 1;

  private TimeoutFunctions() {}

  /** {@code request-options}. The options of a request cannot be changed through its handles. */
  record Handle(RequestOptions options, boolean mutable) {}

  static void addTo(HostInterface host) {
    host.withResource("request-options", Handle.class, handle -> {}, handle -> {})
        .with("[constructor]request-options", a -> new Handle(new RequestOptions(), true))
        .with(
            "[method]request-options.clone",
            a -> new Handle(a.self(Handle.class).options().copy(), true));
    add(host, "connect-timeout", o -> o.connect, (o, nanos) -> o.connect = nanos);
    add(host, "first-byte-timeout", o -> o.firstByte, (o, nanos) -> o.firstByte = nanos);
    add(host, "between-bytes-timeout", o -> o.betweenBytes, (o, nanos) -> o.betweenBytes = nanos);
  }

  private static void add(
      HostInterface host,
      String name,
      Function<RequestOptions, Optional<Long>> get,
      BiConsumer<RequestOptions, Optional<Long>> set) {
    host.with(
            "[method]request-options.get-" + name,
            a -> Staged.option(get.apply(a.self(Handle.class).options())))
        .with("[method]request-options.set-" + name, a -> set(a, set));
  }

  private static StagedCase set(Arguments a, BiConsumer<RequestOptions, Optional<Long>> set) {
    Handle handle = a.self(Handle.class);
    if (!handle.mutable()) {
      return Staged.err(new StagedCase(IMMUTABLE, null));
    }
    set.accept(handle.options(), a.option(1).map(Long.class::cast));
    return Staged.ok();
  }
}
