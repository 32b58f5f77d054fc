package radicchio.wasi.clocks;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import radicchio.wasi.streams.HostThrew;
import radicchio.wasi.streams.Pollable;

/**
 * The clocks of a guest. Waiting always takes the requested time, whatever the clocks show, so that a guest with a fixed
 * clock makes progress. Any thread may use them.
 */
public final class GrantedClocks {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock wall;
  private final LongSupplier monotonic;

  /** What the monotonic clock showed last: it never goes back. */
  private final AtomicLong last = new AtomicLong();

  private GrantedClocks(Clock wall, LongSupplier monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
  }

  /** Those of the machine; the monotonic one counts from now on. */
  public static GrantedClocks system() {
    long origin = System.nanoTime();
    return new GrantedClocks(Clock.systemUTC(), () -> System.nanoTime() - origin);
  }

  /** Uses a clock of the user for both. The monotonic clock counts from its first time. */
  public static GrantedClocks of(Clock wall) {
    Instant origin = HostThrew.ask(wall::instant);
    return new GrantedClocks(wall, () -> nanosBetween(origin, wall.instant()));
  }

  /** @param monotonic nanoseconds since any moment, not negative */
  public static GrantedClocks of(Clock wall, LongSupplier monotonic) {
    return new GrantedClocks(wall, monotonic);
  }

  private static long nanosBetween(Instant origin, Instant now) {
    long seconds = now.getEpochSecond() - origin.getEpochSecond();
    return seconds * NANOS + now.getNano() - origin.getNano();
  }

  /** The time of day. */
  public Instant now() {
    return HostThrew.ask(wall::instant);
  }

  /** Nanoseconds since some moment; never less than before. */
  public long monotonicNanos() {
    long shown = HostThrew.ask(monotonic::getAsLong);
    return last.accumulateAndGet(shown, Math::max);
  }

  /**
   * What is ready when so much time has passed. It is to be closed.
   *
   * @param nanos unsigned
   */
  public Pollable after(long nanos) {
    return new Timer(nanos);
  }

  /**
   * What is ready when the monotonic clock shows so much, as it looks now. It is to be closed.
   *
   * @param nanos unsigned
   */
  public Pollable at(long nanos) {
    long now = monotonicNanos();
    return new Timer(Long.compareUnsigned(nanos, now) <= 0 ? 0 : nanos - now);
  }
}
