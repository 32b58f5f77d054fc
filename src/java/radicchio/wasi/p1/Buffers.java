package radicchio.wasi.p1;

import java.io.IOException;
import java.nio.ByteBuffer;
import radicchio.wasi.files.FileFailure;

/**
 * Buffers of a guest ({@code iovec}, {@code ciovec}), read or written in pieces, one after the other. So a large
 * request of a guest takes no more memory than a piece, and the thread can be stopped between two pieces.
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

  /** The source or destination of a piece. */
  @FunctionalInterface
  interface Transfer {
    /**
     * @param piece whose remaining bytes are filled or taken
     * @return the number of bytes; -1 at the end of a file
     */
    int of(ByteBuffer piece) throws FileFailure, IOException, InterruptedException, ErrnoFailure;
  }

  /** Returns buffers that are all in bounds of the memory, and whose total length is valid. */
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

  /** Fills them from a source, until it returns less than requested. Returns the number of bytes. */
  long fill(Transfer source) throws FileFailure, IOException, InterruptedException, ErrnoFailure {
    return each(source, true);
  }

  /** Writes them to a sink, until it accepts less than offered. Returns the number of bytes. */
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

  /** A failure after some bytes is thrown at the next call, because these bytes were transferred. */
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
