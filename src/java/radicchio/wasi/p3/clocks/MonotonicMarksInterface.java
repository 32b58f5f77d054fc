package radicchio.wasi.p3.clocks;

import java.util.List;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.streams.Pollable;

/** {@code wasi:clocks/monotonic-clock}. Its waits return stages that the guest waits for. */
public final class MonotonicMarksInterface {
  private static final List<String> FUNCTIONS =
      List.of("now", "get-resolution", "wait-until", "wait-for");

  private MonotonicMarksInterface() {}

  public static HostInterface host(Optional<GrantedClocks> granted) {
    HostInterface host = HostInterface.of("wasi:clocks/monotonic-clock");
    if (granted.isEmpty()) {
      FUNCTIONS.forEach(name -> host.deny(name, HostInterface.Grant.CLOCK));
      return host;
    }
    GrantedClocks clocks = granted.get();
    return host.with("now", a -> clocks.monotonicNanos())
        .with("get-resolution", a -> 1L)
        .with("wait-until", a -> waiting(clocks.at(a.number(0))))
        .with("wait-for", a -> waiting(clocks.after(a.number(0))));
  }

  /** A time in the past returns at once. */
  private static Object waiting(Pollable moment) {
    return moment.isReady() ? Staged.ok() : moment.whenReady();
  }
}
