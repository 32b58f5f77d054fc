package radicchio.wasi.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An output stream of the host as a sink. If it was asked to be patient, writes are made on a thread aside, and
 * waiting for them ends with an interrupt. Used by one thread at a time; its pollable by any.
 */
public final class HostOutput implements ByteSink {
  /** As much is taken before what was taken is written. */
  private static final int CAPACITY = 1 << 16;

  private static final long LAST_WRITES = TimeUnit.SECONDS.toNanos(1);

  private final OutputStream out;
  private final boolean owns;
  private final Optional<LastWords> words;
  private final Aside aside = new Aside();
  private final Readiness idle = new Readiness();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean patient;

  /** How many calls aside have not ended; guarded by {@link #lock}, as what one threw. */
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

  /** A sink whose last bytes are kept. */
  public static HostOutput remembering(OutputStream out, LastWords words) {
    return new HostOutput(out, false, Optional.of(words));
  }

  /** A sink that closes its stream when it is closed. */
  public static HostOutput owning(OutputStream out) {
    return new HostOutput(out, true, Optional.empty());
  }

  /** The stream itself. */
  public OutputStream stream() {
    return out;
  }

  /** From now on waiting for a write ends with an interrupt. It costs a change of threads for each. */
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

  /** Something that is done with the stream. */
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
   * Writes all of it, and waits for that.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; the bytes are written some time
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

  /** Ends its thread, and gives writes that were not waited for a moment to end. */
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
