package radicchio.wasi.p2.clocks;

import java.util.List;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.p2.io.GuestPollable;

/** {@code wasi:clocks/monotonic-clock}. */
public final class MonotonicClockInterface {
  private static final List<String> FUNCTIONS =
      List.of("now", "resolution", "subscribe-instant", "subscribe-duration");

  private MonotonicClockInterface() {}

  public static HostInterface host(Optional<GrantedClocks> granted) {
    HostInterface host = HostInterface.of("wasi:clocks/monotonic-clock");
    if (granted.isEmpty()) {
      FUNCTIONS.forEach(name -> host.deny(name, HostInterface.Grant.CLOCK));
      return host;
    }
    GrantedClocks clocks = granted.get();
    return host.with("now", a -> clocks.monotonicNanos())
        .with("resolution", a -> 1L)
        .with("subscribe-instant", a -> GuestPollable.of(clocks.at(a.number(0))))
        .with("subscribe-duration", a -> GuestPollable.of(clocks.after(a.number(0))));
  }
}
