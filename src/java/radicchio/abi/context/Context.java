package radicchio.abi.context;

import java.nio.ByteBuffer;
import radicchio.component.StringEncoding;
import radicchio.engine.Deadline;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * One side of lifting and lowering in one call: the options, the handle table with this call as the scope of its borrows,
 * the remaining budget of heap for the guest's values, and the deadline ({@code LiftLowerContext}). One thread uses it,
 * for one call. A call from component to component has two contexts.
 */
public final class Context {
  /** The number of bytes that are copied or converted between two checks of the deadline. */
  public static final int PIECE = 1 << 20;

  /** The approximate work in bytes between two checks of the deadline, if it comes in small parts. */
  private static final int LOOK = 1 << 16;

  private final Memory memory;
  private final Realloc realloc;
  private final StringEncoding encoding;
  private final Handles handles;
  private final Deadline deadline;
  private final long liftedBytes;
  private long left;
  private int worked;

  /**
   * @param liftedBytes the approximate most heap in bytes that lifting may fill in this call; more is {@code LIMIT}. A
   *     value counts with its size on the heap.
   * @param deadline checked at least once every few thousand elements, or every megabyte
   */
  public Context(CanonicalOptions options, Handles handles, long liftedBytes, Deadline deadline) {
    this.memory = options.memory().orElse(null);
    this.realloc = options.realloc().orElse(null);
    this.encoding = options.encoding();
    this.handles = handles;
    this.liftedBytes = liftedBytes;
    this.left = liftedBytes;
    this.deadline = deadline;
  }

  public Memory memory() {
    if (memory == null) {
      throw new IllegalStateException("BUG: a call that needs a memory has none");
    }
    return memory;
  }

  public StringEncoding encoding() {
    return encoding;
  }

  public Handles handles() {
    return handles;
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Records work equivalent to this many bytes, and sometimes checks the deadline. */
  public void worked(int bytes) {
    worked += bytes;
    if (worked >= LOOK) {
      worked = 0;
      deadline.check();
    }
  }

  /** Charges the budget of this call, before a value of that size is made. */
  public void charge(long bytes) {
    if (bytes > left) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + liftedBytes
                  + " bytes of heap for the guest's values in one call, got more; raise :lifted-bytes to allow it")
          .withKeyword("limit", "lifted-bytes");
    }
    left -= bytes;
  }

  /** Returns a copy of bytes of memory, which are in bounds; copied in pieces. */
  public byte[] read(long begin, int length) {
    worked(Math.min(length, PIECE));
    if (length <= PIECE) {
      return memory().read(begin, length);
    }
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; at += PIECE) {
      memory().read(begin + at, bytes, at, Math.min(PIECE, length - at));
      deadline.check();
    }
    return bytes;
  }

  /** Copies bytes into memory, in pieces. */
  public void write(long pointer, byte[] bytes, int start, int length) {
    worked(Math.min(length, PIECE));
    for (int at = 0; at < length; at += PIECE) {
      memory().write(pointer + at, bytes, start + at, Math.min(PIECE, length - at));
      if (length > PIECE) {
        deadline.check();
      }
    }
  }

  /** Copies what remains of a buffer into memory, in pieces. */
  public void write(long pointer, ByteBuffer bytes) {
    int length = bytes.remaining();
    worked(Math.min(length, PIECE));
    if (length <= PIECE) {
      memory().write(pointer, bytes);
      return;
    }
    for (int at = 0; at < length; at += PIECE) {
      memory()
          .write(pointer + at, bytes.slice(bytes.position() + at, Math.min(PIECE, length - at)));
      deadline.check();
    }
  }

  /** {@code allocate}: allocates bytes, checked. */
  public long allocate(int alignment, long byteLength) {
    return reallocate(0, 0, alignment, byteLength);
  }

  /** {@code reallocate}, with the checks of alignment and bounds after every use of it. */
  public long reallocate(long oldPointer, long oldByteLength, int alignment, long newByteLength) {
    if (realloc == null) {
      throw new IllegalStateException("BUG: a call that needs realloc has none");
    }
    int result =
        realloc.call((int) oldPointer, (int) oldByteLength, alignment, (int) newByteLength);
    long pointer = Integer.toUnsignedLong(result);
    if ((pointer & (alignment - 1)) != 0) {
      throw Trap.of(
          "realloc return: result not aligned: "
              + pointer
              + " for "
              + newByteLength
              + " bytes aligned to "
              + alignment);
    }
    if (pointer + newByteLength > memory().size()) {
      throw Trap.of(
          "realloc return: beyond end of memory: "
              + pointer
              + " for "
              + newByteLength
              + " bytes in a memory of "
              + memory().size());
    }
    return pointer;
  }

  /** Checks a guest's pointer: aligned, with its bytes in bounds. */
  public void checkPlace(String what, long begin, long byteLength, int alignment) {
    if ((begin & (alignment - 1)) != 0) {
      throw Trap.of(
          "unaligned pointer: "
              + what
              + " at "
              + begin
              + ", expected an alignment of "
              + alignment);
    }
    long size = memory().size();
    if (begin + byteLength > size) {
      throw Trap.of(
          what
              + " out-of-bounds: "
              + byteLength
              + " bytes at "
              + begin
              + " in a memory of "
              + size);
    }
  }

  /** Returns a pointer in the high 32 bits, and a length or tagged length in the low 32 bits. */
  public static long pair(long pointer, long length) {
    return pointer << 32 | length;
  }
}
