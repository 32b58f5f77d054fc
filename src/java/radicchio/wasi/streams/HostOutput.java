package radicchio.wasi.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output stream of the host as a sink. If it is patient, writes are made on a separate thread, and an interrupt
 * ends waiting for them. One thread at a time may use it; any thread may use its pollable.
 */
public final class HostOutput implements ByteSink {
  /** The most bytes that are accepted before earlier ones are written. */
  private static final int CAPACITY = 1 << 16;

  private static final long LAST_WRITES = TimeUnit.SECONDS.toNanos(1);

  private final OutputStream out;
  private final boolean owns;
  private final Optional<LastWords> words;
  private final Aside aside = new Aside();
  private final Readiness idle = new Readiness();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean patient;

  /**
   * The number of calls on the other thread that have not ended. Guarded by {@link #lock}, like the exception of such
   * a call.
   */
  private int running;

  private Optional<Throwable> failure = Optional.empty();

  /** @param out must be closed by the caller */
  public HostOutput(OutputStream out) {
    this(out, false, Optional.empty());
  }

  private HostOutput(OutputStream out, boolean owns, Optional<LastWords> words) {
    this.out = out;
    this.owns = owns;
    this.words = words;
    idle.set();
  }

  /** Makes a sink whose last bytes are recorded. */
  public static HostOutput remembering(OutputStream out, LastWords words) {
    return new HostOutput(out, false, Optional.of(words));
  }

  /** Makes a sink that closes its stream when it is closed. */
  public static HostOutput owning(OutputStream out) {
    return new HostOutput(out, true, Optional.empty());
  }

  /** Returns the stream itself. */
  public OutputStream stream() {
    return out;
  }

  /** Makes waiting for a write end with an interrupt. Each write then takes a switch of threads. */
  public void bePatient() {
    patient = StandardStreams.mayWait(out);
  }

  @Override
  public int capacity() throws IOException {
    if (!patient) {
      return CAPACITY;
    }
    lock.lock();
    try {
      if (failure.isPresent()) {
        Throwable thrown = failure.get();
        failure = Optional.empty();
        throw failed(thrown);
      }
      return running > 0 ? 0 : CAPACITY;
    } finally {
      lock.unlock();
    }
  }

  private static IOException failed(Throwable thrown) {
    return ClosedSinkException.or(HostThrew.thrown(thrown));
  }

  /** An operation on the stream. */
  private interface Call {
    void run() throws IOException;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (words.isPresent()) {
      words.get().add(bytes, offset, length);
    }
    if (patient) {
      byte[] own = Arrays.copyOfRange(bytes, offset, offset + length);
      start(() -> out.write(own, 0, own.length));
    } else {
      now(() -> out.write(bytes, offset, length));
    }
  }

  @Override
  public void flush() throws IOException {
    if (patient) {
      start(out::flush);
    } else {
      now(out::flush);
    }
  }

  private static void now(Call call) throws IOException {
    try {
      call.run();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  private void start(Call call) throws IOException {
    lock.lock();
    try {
      running++;
      idle.clear();
    } finally {
      lock.unlock();
    }
    if (!aside.run(() -> end(call))) {
      ended(Optional.empty());
      throw new ClosedSinkException();
    }
  }

  private void end(Call call) {
    Optional<Throwable> thrown = Optional.empty();
    try {
      call.run();
    } catch (Throwable t) {
      thrown = Optional.of(t);
    }
    ended(thrown);
  }

  private void ended(Optional<Throwable> thrown) {
    lock.lock();
    try {
      running--;
      failure = failure.or(() -> thrown);
      if (running == 0) {
        idle.set();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Pollable writable() {
    return idle;
  }

  /**
   * Writes all bytes, and waits until they are written.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; the bytes are written later
   */
  public void blockingWrite(byte[] bytes, int offset, int length)
      throws IOException, InterruptedException {
    awaitCapacity();
    write(bytes, offset, length);
    awaitCapacity();
  }

  private void awaitCapacity() throws IOException, InterruptedException {
    while (capacity() == 0) {
      Waiting.until(idle);
    }
  }

  /** Ends its thread, after a short time for writes that nothing waits for. */
  @Override
  public void close() throws IOException {
    try {
      Waiting.until(idle, LAST_WRITES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    aside.close();
    if (owns) {
      out.close();
    }
  }
}
