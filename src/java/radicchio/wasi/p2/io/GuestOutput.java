package radicchio.wasi.p2.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import radicchio.abi.context.Trap;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.ReadBuffer;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ClosedSinkException;
import radicchio.wasi.streams.Waiting;

/** {@code output-stream}, on a sink. After a failure it is closed. */
public final class GuestOutput {
  /** The most bytes of a blocking write ({@code blocking-write-and-flush}). */
  private static final int MOST_BLOCKING = 4096;

  private static final int MOST_ATTEMPTS = 1000;
  private static final byte[] ZEROES = new byte[MOST_BLOCKING];

  private final ByteSink sink;
  private final Optional<Children> siblings;
  private final Children children = new Children();

  /** The number of bytes that may be written without another check. */
  private long permit;

  private boolean closed;

  private GuestOutput(ByteSink sink, Optional<Children> siblings) {
    this.sink = sink;
    this.siblings = siblings;
  }

  /** Makes a stream without a parent. The sink is closed when it is dropped. */
  public static GuestOutput of(ByteSink sink) {
    return new GuestOutput(sink, Optional.empty());
  }

  /** Makes a child of a resource, which must be dropped after it. */
  public static GuestOutput childOf(Children siblings, ByteSink sink) {
    siblings.add();
    return new GuestOutput(sink, Optional.of(siblings));
  }

  public ByteSink sink() {
    return sink;
  }

  public boolean isClosed() {
    return closed;
  }

  /** An operation on the sink. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T on(Step<T> step) throws StreamFailure, InterruptedException {
    if (closed) {
      throw StreamFailure.closed();
    }
    try {
      return step.run();
    } catch (ClosedSinkException e) {
      closed = true;
      throw StreamFailure.closed();
    } catch (InterruptedIOException e) {
      throw GuestInput.interrupted(e);
    } catch (IOException e) {
      closed = true;
      throw StreamFailure.of(e);
    }
  }

  long checkWrite() throws StreamFailure, InterruptedException {
    permit = on(sink::capacity);
    return permit;
  }

  void write(byte[] bytes) throws StreamFailure, InterruptedException {
    take(bytes.length);
    put(bytes, 0, bytes.length);
  }

  void writeZeroes(long length) throws StreamFailure, InterruptedException {
    take(length);
    for (long left = length; left > 0; left -= ZEROES.length) {
      put(ZEROES, 0, (int) Math.min(left, ZEROES.length));
    }
  }

  /** Reduces the permitted number of bytes. */
  private void take(long length) throws StreamFailure {
    if (closed) {
      throw StreamFailure.closed();
    }
    if (Long.compareUnsigned(length, permit) > 0) {
      throw Trap.of(
          "a write to an output stream exceeds the permitted bytes: "
              + Long.toUnsignedString(length)
              + " bytes, and check-write permitted "
              + permit);
    }
    permit -= length;
  }

  private void put(byte[] bytes, int offset, int length)
      throws StreamFailure, InterruptedException {
    on(
        () -> {
          sink.write(bytes, offset, length);
          return length;
        });
  }

  void flush() throws StreamFailure, InterruptedException {
    permit = 0;
    on(
        () -> {
          sink.flush();
          return true;
        });
  }

  void blockingFlush() throws StreamFailure, InterruptedException {
    flush();
    awaitCapacity();
  }

  /** {@code blocking-write-and-flush}. A stream that is closed while it flushes has accepted the bytes. */
  void blockingWriteAndFlush(byte[] bytes, int length) throws StreamFailure, InterruptedException {
    if (length > MOST_BLOCKING) {
      throw Trap.of("a blocking write accepts at most " + MOST_BLOCKING + " bytes, got " + length);
    }
    int written = 0;
    while (written < length) {
      int piece = (int) Math.min(awaitCapacity(), length - written);
      put(bytes, written, piece);
      written += piece;
    }
    try {
      blockingFlush();
    } catch (StreamFailure e) {
      if (!e.isClosed()) {
        throw e;
      }
    }
  }

  void blockingWriteZeroesAndFlush(long length) throws StreamFailure, InterruptedException {
    blockingWriteAndFlush(
        ZEROES,
        (int) (Long.compareUnsigned(length, Integer.MAX_VALUE) < 0 ? length : Integer.MAX_VALUE));
  }

  private long awaitCapacity() throws StreamFailure, InterruptedException {
    permit = 0;
    int capacity = on(sink::capacity);
    for (int attempt = 1; capacity == 0; attempt++) {
      if (attempt > MOST_ATTEMPTS) {
        throw Trap.of("an output stream of the host is ready repeatedly, but accepts no bytes");
      }
      Waiting.until(sink.writable());
      capacity = on(sink::capacity);
    }
    return capacity;
  }

  /** {@code splice}: transfers the bytes that can be read and written without waiting. */
  long splice(GuestInput from, long most, ReadBuffer room)
      throws StreamFailure, InterruptedException {
    return move(checkWrite(), from, most, room);
  }

  long blockingSplice(GuestInput from, long most, ReadBuffer room)
      throws StreamFailure, InterruptedException {
    long capacity = awaitCapacity();
    Waiting.until(from.source().readable());
    return move(capacity, from, most, room);
  }

  /** Copies the bytes, because the sink may keep the array, and the next read reuses the buffer. */
  private long move(long capacity, GuestInput from, long most, ReadBuffer room)
      throws StreamFailure, InterruptedException {
    permit = 0;
    ByteBuffer read = from.read(Long.compareUnsigned(most, capacity) < 0 ? most : capacity, room);
    byte[] bytes = new byte[read.remaining()];
    read.get(bytes);
    put(bytes, 0, bytes.length);
    return bytes.length;
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, sink.writable());
  }

  void drop() {
    children.requireNone("output-stream");
    siblings.ifPresent(Children::remove);
    end();
  }

  void end() {
    closed = true;
    try {
      sink.close();
    } catch (IOException e) {
      // the guest did not check the write; a flush reports failures
    }
  }
}
