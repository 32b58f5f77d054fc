package radicchio.wasi.http.client;

import java.time.Duration;
import java.util.Optional;

/**
 * The timeouts of a request; by default {@link #LONGEST}.
 *
 * @param connect for the connection
 * @param firstByte from then until the head of the response
 * @param betweenBytes between two parts of the response's body
 */
public record Timeouts(
    Optional<Duration> connect, Optional<Duration> firstByte, Optional<Duration> betweenBytes) {

  /** The timeout by default. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  public static final Timeouts NONE =
      new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());
}
