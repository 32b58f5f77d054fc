package radicchio.wasi.streams;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An input stream of the host as a source. A read that would wait is made on a separate thread. Bytes that arrive
 * after the guest stopped waiting are returned by the next read. Any thread may use it.
 */
public final class HostInput implements ByteSource {
  private static final int PIECE = 8192;
  private static HostInput process;

  private final InputStream in;
  private final boolean owns;
  private final Aside aside = new Aside();
  private final byte[] ahead = new byte[PIECE];
  private final Readiness filled = new Readiness();
  private final ReentrantLock lock = new ReentrantLock();

  /** The bytes that were read ahead. Guarded by {@link #lock}, like the fields below. */
  private int from;

  private int to;
  private boolean reading;

  /** The result of a read on the other thread that returned no bytes. */
  private boolean ended;

  private Optional<Throwable> failure = Optional.empty();

  /** @param in must be closed by the caller */
  public HostInput(InputStream in) {
    this(in, false);
  }

  private HostInput(InputStream in, boolean owns) {
    this.in = in;
    this.owns = owns;
  }

  /** Makes a source that closes its stream when it is closed. */
  public static HostInput owning(InputStream in) {
    return new HostInput(in, true);
  }

  /** Returns the standard input of the process. All guests share it, so that no byte is lost between two. */
  public static synchronized HostInput ofProcess() {
    if (process == null || process.in != StandardStreams.input()) {
      process = new HostInput(StandardStreams.input());
    }
    return process;
  }

  /** Returns the stream itself. */
  public InputStream stream() {
    return in;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      if (isFilled()) {
        return given(target, offset, length);
      }
      int there = reading ? 0 : atOnce();
      if (there > 0) {
        return in.read(target, offset, Math.min(length, there));
      }
      start(length);
      return isFilled() ? given(target, offset, length) : 0;
    } catch (RuntimeException e) {
      throw HostThrew.thrown(e);
    } finally {
      lock.unlock();
    }
  }

  /** Tests whether a read on the other thread has returned bytes, the end or a failure. */
  private boolean isFilled() {
    return from < to || ended || failure.isPresent();
  }

  private int given(byte[] target, int offset, int length) throws IOException {
    if (failure.isPresent()) {
      Throwable thrown = failure.get();
      failure = Optional.empty();
      throw HostThrew.thrown(thrown);
    }
    if (ended) {
      ended = false; // a terminal, or a file that grows, continues after its end
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(ahead, from, target, offset, count);
    from += count;
    return count;
  }

  /** Returns the number of bytes that a read returns without waiting, also at the end of an array. */
  private int atOnce() throws IOException {
    return in instanceof ByteArrayInputStream ? Integer.MAX_VALUE : trusted();
  }

  /** Returns the number of available bytes. This is only trusted for streams of the JDK. */
  private int trusted() throws IOException {
    return in.getClass().getClassLoader() == null ? in.available() : 0;
  }

  /**
   * Starts a read of at most the requested length, unless one is running. Further bytes are left in the stream for
   * its owner.
   */
  private void start(int length) {
    if (!reading) {
      reading = true;
      filled.clear();
      if (!aside.run(() -> readAhead(Math.min(length, ahead.length)))) {
        end(-1, Optional.empty());
      }
    }
  }

  private void readAhead(int length) {
    int count = 0;
    Optional<Throwable> thrown = Optional.empty();
    try {
      count = in.read(ahead, 0, length);
    } catch (Throwable t) {
      thrown = Optional.of(t);
    }
    end(count, thrown);
  }

  private void end(int count, Optional<Throwable> thrown) {
    lock.lock();
    try {
      from = 0;
      to = Math.max(count, 0);
      ended = count < 0;
      failure = thrown;
      reading = false;
      filled.set();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pollable readable() {
    return new Pollable() {
      @Override
      public boolean isReady() {
        return isReadable();
      }

      @Override
      public CompletionStage<Void> whenReady() {
        return isReadable() ? READY.whenReady() : filled.whenReady();
      }
    };
  }

  /** Tests whether a read would not wait. If the stream cannot tell, reads a byte ahead. */
  private boolean isReadable() {
    lock.lock();
    try {
      if (isFilled()) {
        return true;
      }
      if (reading) {
        return false;
      }
      if (atOnce() > 0) {
        return true;
      }
      start(1);
      return isFilled();
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e); // the next read throws it
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Does the same as {@link #read}, but waits for the first byte. */
  public int blockingRead(byte[] target, int offset, int length)
      throws IOException, InterruptedException {
    int count = read(target, offset, length);
    while (count == 0 && length > 0) {
      Waiting.until(readable());
      count = read(target, offset, length);
    }
    return count;
  }

  /** Returns the number of bytes that are known to be available; 0 at the end, or if only a read can tell. */
  public long available() throws IOException {
    lock.lock();
    try {
      return from < to ? to - from : reading || isFilled() ? 0 : trusted();
    } catch (RuntimeException e) {
      throw HostThrew.thrown(e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends its thread, except the one of the process, which the next guest uses. */
  @Override
  public void close() throws IOException {
    if (in != StandardStreams.input()) {
      aside.close();
    }
    if (owns) {
      in.close();
    }
  }
}
