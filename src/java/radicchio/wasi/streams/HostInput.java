package radicchio.wasi.streams;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An input stream of the host, read so that waiting for it ends with an interrupt. If a read would wait it is made
 * on a thread aside; bytes that come after the guest stopped waiting are given to the next read. Any thread may use it.
 */
public final class HostInput implements AutoCloseable {
  private static final int PIECE = 8192;
  private static HostInput process;

  private final InputStream in;
  private final ReentrantLock lock = new ReentrantLock();
  private final Aside aside = new Aside();
  private final byte[] ahead = new byte[PIECE];

  /** The bytes that were read and not yet given. Guarded by {@link #lock}, as the two below. */
  private int from;

  private int to;
  private Optional<Future<Integer>> reading = Optional.empty();

  /** @param in closed by whoever gave it */
  public HostInput(InputStream in) {
    this.in = in;
  }

  /** The standard input of the process. It is one for all guests, so that no byte is lost between two. */
  public static synchronized HostInput ofProcess() {
    if (process == null || process.in != StandardStreams.input()) {
      process = new HostInput(StandardStreams.input());
    }
    return process;
  }

  /**
   * Reads one byte at least, if the length is not 0.
   *
   * @return how many; -1 at the end
   * @throws InterruptedException if the thread is interrupted while it waits; no byte is lost
   */
  public int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (from == to && reading.isEmpty() && atOnce() > 0) {
        return in.read(target, offset, Math.min(length, atOnce()));
      }
      if (from == to && !fill(length)) {
        return -1;
      }
      int given = Math.min(length, to - from);
      System.arraycopy(ahead, from, target, offset, given);
      from += given;
      return given;
    } catch (HostThrew e) {
      throw e;
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes a read gives without waiting, at the end of an array too. */
  private int atOnce() throws IOException {
    return in instanceof ByteArrayInputStream ? Integer.MAX_VALUE : trusted();
  }

  /** How many bytes are there. Only the JDK's own streams are taken at their word. */
  private int trusted() throws IOException {
    return in.getClass().getClassLoader() == null ? in.available() : 0;
  }

  /** Waits for bytes; false at the end. */
  private boolean fill(int length) throws IOException, InterruptedException {
    Future<Integer> call = started(length);
    int count;
    try {
      count = Aside.await(call);
    } catch (InterruptedException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      reading = Optional.empty();
      throw e;
    }
    reading = Optional.empty();
    from = 0;
    to = Math.max(count, 0);
    return count > 0;
  }

  /** A read that is under way, or one of no more than was asked for: the rest is the stream's owner's. */
  private Future<Integer> started(int length) {
    Future<Integer> call =
        reading.orElseGet(
            () -> aside.start(() -> in.read(ahead, 0, Math.min(length, ahead.length))));
    reading = Optional.of(call);
    return call;
  }

  /**
   * Waits until a read would not wait: for bytes, the end, or a failure.
   *
   * @param nanos at most so long
   * @return whether it is so
   */
  public boolean await(long nanos) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (from < to || reading.isEmpty() && atOnce() > 0) {
        return true;
      }
      started(1).get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // the next read throws it
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes are known to be there; 0 at the end, or if only a read can tell. */
  public long available() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return from < to ? to - from : reading.isPresent() ? 0 : trusted();
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends its thread. The stream stays open, and that of the process is for the next guest. */
  @Override
  public void close() {
    if (in != StandardStreams.input()) {
      aside.close();
    }
  }
}
