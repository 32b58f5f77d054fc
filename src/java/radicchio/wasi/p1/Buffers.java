package radicchio.wasi.p1;

import java.io.IOException;
import java.nio.ByteBuffer;
import radicchio.wasi.files.FileFailure;

/**
 * Buffers of a guest ({@code iovec}, {@code ciovec}), read or written in pieces, one after the other: what a guest asks
 * for at once takes no more room than a piece, and between two of them the thread may be stopped.
 */
final class Buffers {
  private static final int VECTOR = 8;
  private static final int PIECE = 65_536;
  private static final long MOST = 0xffff_ffffL;
  private static final int LOOK = 4096;

  private final GuestMemory memory;
  private final int vectors;
  private final int count;
  private final long total;

  private Buffers(GuestMemory memory, int vectors, int count, long total) {
    this.memory = memory;
    this.vectors = vectors;
    this.count = count;
    this.total = total;
  }

  /** Where a piece goes to, or comes from. */
  @FunctionalInterface
  interface Transfer {
    /**
     * @param piece of which what remains is to be filled or taken
     * @return how many bytes were; -1 at the end of a file
     */
    int of(ByteBuffer piece) throws FileFailure, IOException, InterruptedException, ErrnoFailure;
  }

  /** Buffers that all lie in the memory, and whose sum can be told. */
  static Buffers of(GuestMemory memory, long vectors, long count)
      throws ErrnoFailure, InterruptedException {
    memory.require((int) vectors, (count & MOST) * VECTOR);
    long total = 0;
    for (int i = 0; i < (int) count; i++) {
      int at = (int) vectors + i * VECTOR;
      long length = Integer.toUnsignedLong(memory.readInt(at + 4));
      memory.require(memory.readInt(at), length);
      total += length;
      if (i % LOOK == 0) {
        requireRunning();
      }
    }
    if (total > MOST) {
      throw new ErrnoFailure(Errno.INVAL);
    }
    return new Buffers(memory, (int) vectors, (int) count, total);
  }

  static void requireRunning() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Fills them from a source, until it gives less than it was asked for; how many bytes it gave. */
  long fill(Transfer source) throws FileFailure, IOException, InterruptedException, ErrnoFailure {
    return each(source, true);
  }

  /** Empties them into a sink, until it takes less than it was given; how many bytes it took. */
  long drain(Transfer sink) throws FileFailure, IOException, InterruptedException, ErrnoFailure {
    return each(sink, false);
  }

  private long each(Transfer transfer, boolean filling)
      throws FileFailure, IOException, InterruptedException, ErrnoFailure {
    long done = 0;
    byte[] bytes = new byte[(int) Math.min(PIECE, total)];
    for (int i = 0; i < count; i++) {
      int at = memory.readInt(vectors + i * VECTOR);
      long left = Integer.toUnsignedLong(memory.readInt(vectors + i * VECTOR + 4));
      if (i % LOOK == 0) {
        requireRunning();
      }
      while (left > 0) {
        int length = (int) Math.min(left, bytes.length);
        int moved = piece(transfer, filling, at, ByteBuffer.wrap(bytes, 0, length), done);
        done += moved;
        if (moved < length) {
          return done;
        }
        at += length;
        left -= length;
      }
    }
    return done;
  }

  /** A failure after some bytes is that of the next call: these were moved. */
  private int piece(Transfer transfer, boolean filling, int at, ByteBuffer piece, long done)
      throws FileFailure, IOException, InterruptedException, ErrnoFailure {
    requireRunning();
    int length = piece.remaining();
    try {
      if (!filling) {
        memory.read(at, piece.array(), 0, length);
        return Math.max(0, transfer.of(piece));
      }
      int moved = Math.max(0, transfer.of(piece));
      memory.write(at, piece.array(), 0, moved);
      return moved;
    } catch (FileFailure | IOException | ErrnoFailure e) {
      if (done == 0) {
        throw e;
      }
      return 0;
    }
  }
}
