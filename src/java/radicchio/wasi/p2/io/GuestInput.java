package radicchio.wasi.p2.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import radicchio.abi.context.Trap;
import radicchio.wasi.p2.Children;
import radicchio.wasi.p2.ReadBuffer;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.ChannelSource;
import radicchio.wasi.streams.Waiting;

/** {@code input-stream}, on a source. It is closed after a failure, and at the end. */
public final class GuestInput {
  /** The most bytes of one read. A guest that requests more reads again. */
  static final int MOST = 1 << 16;

  /** The most reads of a source that reports that it is ready, but gives no bytes. */
  private static final int MOST_ATTEMPTS = 1000;

  private final ByteSource source;
  private final Optional<Children> siblings;
  private final Children children = new Children();
  private boolean closed;

  private GuestInput(ByteSource source, Optional<Children> siblings) {
    this.source = source;
    this.siblings = siblings;
  }

  /** Makes a stream without a parent. The source is closed when it is dropped. */
  public static GuestInput of(ByteSource source) {
    return new GuestInput(source, Optional.empty());
  }

  /** Makes a child of a resource, which must be dropped after it. */
  public static GuestInput childOf(Children siblings, ByteSource source) {
    siblings.add();
    return new GuestInput(source, Optional.of(siblings));
  }

  public ByteSource source() {
    return source;
  }

  /**
   * Reads the available bytes, at most the given number (unsigned), possibly none.
   *
   * @return the bytes in the buffer; valid until the next read
   */
  ByteBuffer read(long most, ReadBuffer room) throws StreamFailure, InterruptedException {
    if (closed) {
      throw StreamFailure.closed();
    }
    int length = Long.compareUnsigned(most, MOST) < 0 ? (int) most : MOST;
    try {
      ByteBuffer bytes;
      int count;
      if (source instanceof ChannelSource channel) {
        bytes = room.ofChannel(length);
        count = channel.read(bytes);
      } else {
        bytes = room.ofArray(length);
        count = source.read(bytes.array(), 0, length);
      }
      if (count < 0) {
        closed = true;
        throw StreamFailure.closed();
      }
      return bytes.position(0).limit(count);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      closed = true;
      throw StreamFailure.of(e);
    }
  }

  static InterruptedException interrupted(InterruptedIOException e) {
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(e);
    return interrupted;
  }

  /** Does the same as {@link #read}, but returns at least one byte, unless none was requested. */
  ByteBuffer blockingRead(long most, ReadBuffer room) throws StreamFailure, InterruptedException {
    ByteBuffer bytes = read(most, room);
    for (int attempt = 1; !bytes.hasRemaining() && most != 0; attempt++) {
      if (attempt > MOST_ATTEMPTS) {
        throw Trap.of("an input stream of the host is ready repeatedly, but returns no bytes");
      }
      Waiting.until(source.readable());
      bytes = read(most, room);
    }
    return bytes;
  }

  GuestPollable subscribe() {
    return GuestPollable.childOf(children, source.readable());
  }

  void drop() {
    children.requireNone("input-stream");
    siblings.ifPresent(Children::remove);
    end();
  }

  void end() {
    closed = true;
    try {
      source.close();
    } catch (IOException e) {
      // it is not used any more, and earlier reads were correct
    }
  }
}
