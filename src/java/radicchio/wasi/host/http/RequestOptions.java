package radicchio.wasi.host.http;

import java.time.Duration;
import java.util.Optional;
import radicchio.wasi.http.client.Timeouts;

/** {@code request-options}: timeouts in nanoseconds, unsigned. */
public final class RequestOptions {
  public Optional<Long> connect = Optional.empty();
  public Optional<Long> firstByte = Optional.empty();
  public Optional<Long> betweenBytes = Optional.empty();

  /** Returns a copy, which can be changed separately. */
  public RequestOptions copy() {
    RequestOptions copy = new RequestOptions();
    copy.connect = connect;
    copy.firstByte = firstByte;
    copy.betweenBytes = betweenBytes;
    return copy;
  }

  public Timeouts timeouts() {
    return new Timeouts(
        connect.map(RequestOptions::duration),
        firstByte.map(RequestOptions::duration),
        betweenBytes.map(RequestOptions::duration));
  }

  private static Duration duration(long nanos) {
    Duration given = nanos < 0 ? Timeouts.LONGEST : Duration.ofNanos(nanos);
    return given.compareTo(Timeouts.LONGEST) > 0 ? Timeouts.LONGEST : given;
  }
}
