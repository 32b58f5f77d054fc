package radicchio.wasi.p2.clocks;

import java.time.Instant;
import java.util.Optional;
import radicchio.wasi.clocks.GrantedClocks;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;

/** {@code wasi:clocks/wall-clock}. */
public final class WallClockInterface {
  private WallClockInterface() {}

  public static HostInterface host(Optional<GrantedClocks> granted) {
    HostInterface host = HostInterface.of("wasi:clocks/wall-clock");
    if (granted.isEmpty()) {
      return host.deny("now", HostInterface.Grant.CLOCK)
          .deny("resolution", HostInterface.Grant.CLOCK);
    }
    GrantedClocks clocks = granted.get();
    return host.with("now", a -> datetime(clocks.now()))
        .with("resolution", a -> Staged.record(0L, 1L));
  }

  /** Returns a {@code datetime}. Times before 1970 become 1970, because it cannot express them. */
  public static Object[] datetime(Instant instant) {
    return instant.getEpochSecond() < 0
        ? Staged.record(0L, 0L)
        : Staged.record(instant.getEpochSecond(), (long) instant.getNano());
  }
}
