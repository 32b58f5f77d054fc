package radicchio.abi;

import radicchio.component.StringEncoding;
import radicchio.engine.Memory;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * One call's side of lifting and lowering: the options, the handle table with this call as the scope of its
 * borrows, and how much the guest may still make the host hold ({@code LiftLowerContext}). Used by one
 * thread, for one call; a call from component to component has two.
 */
public final class Context {
  private final Memory memory;
  private final Realloc realloc;
  private final StringEncoding encoding;
  private final Handles handles;
  private final long liftedBytes;
  private long left;

  /**
   * @param liftedBytes about how many bytes of heap lifting may fill in this call; more is {@code LIMIT}. A
   *     string or a list of bytes counts with its length, any other list with what its elements become.
   */
  public Context(Options options, Handles handles, long liftedBytes) {
    this.memory = options.memory().orElse(null);
    this.realloc = options.realloc().orElse(null);
    this.encoding = options.encoding();
    this.handles = handles;
    this.liftedBytes = liftedBytes;
    this.left = liftedBytes;
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

  /** Takes from what may be lifted in this call; asked before anything of that size is made. */
  void charge(long bytes) {
    if (bytes > left) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the guest's values would fill more than " + liftedBytes
                  + " bytes of the host's memory in one call; raise :lifted-bytes where that is meant")
          .withKeyword("limit", "lifted-bytes");
    }
    left -= bytes;
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
    int result = realloc.call((int) oldPointer, (int) oldByteLength, alignment, (int) newByteLength);
    long pointer = Integer.toUnsignedLong(result);
    if ((pointer & (alignment - 1)) != 0) {
      throw Trap.of(
          "realloc return: result not aligned: "
              + pointer + " for " + newByteLength + " bytes aligned to " + alignment);
    }
    if (pointer + newByteLength > memory().size()) {
      throw Trap.of(
          "realloc return: beyond end of memory: "
              + pointer + " for " + newByteLength + " bytes in a memory of " + memory().size());
    }
    return pointer;
  }
}
