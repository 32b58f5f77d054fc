package radicchio.wasi.p3.clocks;

import java.time.Instant;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;

/** {@code wasi:clocks/system-clock}. */
public final class SystemClockInterface {
  private SystemClockInterface() {}

  public static HostInterface host(Optional<GrantedClocks> granted) {
    HostInterface host = HostInterface.of("wasi:clocks/system-clock");
    if (granted.isEmpty()) {
      return host.deny("now", HostInterface.Grant.CLOCK)
          .deny("get-resolution", HostInterface.Grant.CLOCK);
    }
    GrantedClocks clocks = granted.get();
    return host.with("now", a -> instant(clocks.now())).with("get-resolution", a -> 1L);
  }

  /** Stages an {@code instant}. Its seconds are negative before 1970, its nanoseconds never. */
  public static Object[] instant(Instant instant) {
    return Staged.record(instant.getEpochSecond(), (long) instant.getNano());
  }
}
