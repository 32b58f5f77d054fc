package radicchio.wasi.http;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a request may wait; without one, {@link #LONGEST}.
 *
 * @param connect until a connection is made
 * @param firstByte from then until the head of the response is there
 * @param betweenBytes between two pieces of the response's body
 */
public record Timeouts(
    Optional<Duration> connect, Optional<Duration> firstByte, Optional<Duration> betweenBytes) {

  /** Of what has no timeout of its own. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  public static final Timeouts NONE =
      new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
}
