package radicchio.abi;

import radicchio.component.StringEncoding;
import radicchio.engine.Deadline;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * One call's side of lifting and lowering: the options, the handle table with this call as the scope of its
 * borrows, how much the guest may still make the host hold, and the deadline ({@code LiftLowerContext}). Used by
 * one thread, for one call; a call from component to component has two.
 */
public final class Context {
  /** As many bytes are copied or converted at once; then the deadline is asked. */
  static final int PIECE = 1 << 20;

  /** About as many bytes of work lie between two looks at the deadline, if it comes in small parts. */
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
   * @param liftedBytes about how many bytes of heap lifting may fill in this call; more is {@code LIMIT}. Values
   *     count with what they take on the heap.
   * @param deadline asked at least once in some thousands of elements, or a megabyte
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

  Memory memory() {
    if (memory == null) {
      throw new IllegalStateException("a call that needs a memory was given none");
    }
    return memory;
  }

  StringEncoding encoding() {
    return encoding;
  }

  Handles handles() {
    return handles;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Work was done, as long as for so many bytes: asks the deadline now and then. */
  void worked(int bytes) {
    worked += bytes;
    if (worked >= LOOK) {
      worked = 0;
      deadline.check();
    }
  }

  /** Takes from what may be lifted in this call; asked before anything of that size is made. */
  void charge(long bytes) {
    if (bytes > left) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the guest's values would fill more than "
                  + liftedBytes
                  + " bytes of the host's memory in one call; raise :lifted-bytes where that is meant")
          .withKeyword("limit", "lifted-bytes");
    }
    left -= bytes;
  }

  /** A copy of bytes of memory, which lie in bounds; made in pieces. */
  byte[] read(long begin, int length) {
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
  void write(long pointer, byte[] bytes, int start, int length) {
    worked(Math.min(length, PIECE));
    for (int at = 0; at < length; at += PIECE) {
      memory().write(pointer + at, bytes, start + at, Math.min(PIECE, length - at));
      if (length > PIECE) {
        deadline.check();
      }
    }
  }

  /** {@code allocate}: room for bytes, checked. */
  long allocate(int alignment, long byteLength) {
    return reallocate(0, 0, alignment, byteLength);
  }

  /** {@code reallocate}, with the checks of alignment and bounds that follow every use of it. */
  long reallocate(long oldPointer, long oldByteLength, int alignment, long newByteLength) {
    if (realloc == null) {
      throw new IllegalStateException("a call that needs realloc was given none");
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
}
