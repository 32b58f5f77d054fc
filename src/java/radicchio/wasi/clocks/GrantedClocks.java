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

  /** The last time of the monotonic clock, which never goes back. */
  private final AtomicLong last = new AtomicLong();

  private GrantedClocks(Clock wall, LongSupplier monotonic) {
    this.wall = wall;
    this.monotonic = monotonic;
  }

  /** Returns the clocks of the machine. The monotonic clock counts from now. */
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

  /** Returns the time of day. */
  public Instant now() {
    return HostThrew.ask(wall::instant);
  }

  /** Returns the nanoseconds since a fixed time, never less than before. */
  public long monotonicNanos() {
    long shown = HostThrew.ask(monotonic::getAsLong);
    return last.accumulateAndGet(shown, Math::max);
  }

  /**
   * Returns a pollable that is ready after a time. The caller must close it.
   *
   * @param nanos unsigned
   */
  public Pollable after(long nanos) {
    return new Timer(nanos);
  }

  /**
   * Returns a pollable that is ready when the monotonic clock reaches a time, estimated from its current time. The
   * caller must close it.
   *
   * @param nanos unsigned
   */
  public Pollable at(long nanos) {
    long now = monotonicNanos();
    return new Timer(Long.compareUnsigned(nanos, now) <= 0 ? 0 : nanos - now);
  }
}
