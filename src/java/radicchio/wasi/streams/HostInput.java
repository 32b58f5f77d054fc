package radicchio.wasi.streams;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An input stream of the host as a source. If a read would wait it is made on a thread aside; bytes that come after
 * the guest stopped waiting are given to the next read. Any thread may use it.
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

  /** The bytes that were read and not yet given. Guarded by {@link #lock}, as all below. */
  private int from;

  private int to;
  private boolean reading;

  /** How a read aside ended that gave no bytes. */
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

  /** A source that closes its stream when it is closed. */
  public static HostInput owning(InputStream in) {
    return new HostInput(in, true);
  }

  /** The standard input of the process. It is one for all guests, so that no byte is lost between two. */
  public static synchronized HostInput ofProcess() {
    if (process == null || process.in != StandardStreams.input()) {
      process = new HostInput(StandardStreams.input());
    }
    return process;
  }

  /** The stream itself. */
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

  /** Whether a read aside gave something: bytes, the end or a failure. */
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
      ended = false; // a terminal goes on after its end, and a file that grows
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(ahead, from, target, offset, count);
    from += count;
    return count;
  }

  /** How many bytes a read gives without waiting, at the end of an array too. */
  private int atOnce() throws IOException {
    return in instanceof ByteArrayInputStream ? Integer.MAX_VALUE : trusted();
  }

  /** How many bytes are there. Only the JDK's own streams are taken at their word. */
  private int trusted() throws IOException {
    return in.getClass().getClassLoader() == null ? in.available() : 0;
  }

  /** Starts to read no more than was asked for, if nothing is read already: the rest is the stream's owner's. */
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

  /** Whether a read would not wait; if that cannot be told, a byte is read ahead. */
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

  /** As {@link #read}, and waits for the first byte. */
  public int blockingRead(byte[] target, int offset, int length)
      throws IOException, InterruptedException {
    int count = read(target, offset, length);
    while (count == 0 && length > 0) {
      Waiting.until(readable());
      count = read(target, offset, length);
    }
    return count;
  }

  /** How many bytes are known to be there; 0 at the end, or if only a read can tell. */
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

  /** Ends its thread; that of the process is for the next guest. */
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
