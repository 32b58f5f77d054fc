package radicchio.wasi.http.jetty;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connections of clients that take too long to send the line and the header of a request. The limit of idle time
 * does not stop a client that sends a byte now and then. The time begins with the first byte of a request; it is measured by
 * looking at all connections again and again.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
  private static final long LONGEST_PERIOD = TimeUnit.SECONDS.toNanos(1);
  private static final long PERIODS = 8;

  private final Scheduler scheduler;
  private final long limit;
  private final Map<Connection, Progress> open = new ConcurrentHashMap<>();

  HeaderDeadline(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit.toNanos();
  }

  /** The state of a connection. Guarded by itself. */
  private static final class Progress {
    private boolean answering;

    /** The bytes of earlier requests. */
    private long before;

    /** Whether bytes of the next request have come, and since when. */
    private boolean begun;

    private long since;

    synchronized void receive() {
      answering = true;
      begun = false;
    }

    synchronized void await(long bytes) {
      answering = false;
      before = bytes;
    }

    synchronized boolean isLate(long bytes, long now, long limit) {
      if (answering || bytes == before) {
        return false;
      }
      if (!begun) {
        begun = true;
        since = now;
      }
      return now - since > limit;
    }
  }

  @Override
  protected void doStart() {
    scheduleNext();
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Progress());
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** A request has come with its whole header. */
  void received(Connection connection) {
    progress(connection).receive();
  }

  /** The request was answered; the connection may bring another one. */
  void answered(Connection connection) {
    progress(connection).await(connection.getBytesIn());
  }

  /** Returns the state of a connection, or of one that was closed meanwhile. */
  private Progress progress(Connection connection) {
    return open.getOrDefault(connection, new Progress());
  }

  private void scheduleNext() {
    scheduler.schedule(
        this::closeLate, Math.min(limit / PERIODS + 1, LONGEST_PERIOD), TimeUnit.NANOSECONDS);
  }

  private void closeLate() {
    long now = System.nanoTime();
    open.forEach(
        (connection, progress) -> {
          if (progress.isLate(connection.getBytesIn(), now, limit)) {
            connection.getEndPoint().close();
          }
        });
    if (isRunning()) {
      scheduleNext();
    }
  }
}
