package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmRuntimeException;

/** Traps and exceptions of compiled functions. The messages are those of the engine's own interpreter. */
public final class GuestTraps {
  private static final int NULL = -1;

  private GuestTraps() {}

  public static RuntimeException unreachable() {
    return new TrapException("Trapped on unreachable instruction");
  }

  public static RuntimeException outOfBounds() {
    return new WasmRuntimeException("out of bounds memory access");
  }

  /** Traps as a load at an address beyond every memory. */
  public static long loadOutOfBounds(int base) {
    throw outOfBounds();
  }

  /** Traps as a store at an address beyond every memory. */
  public static void storeOutOfBounds(int base, long value) {
    throw outOfBounds();
  }

  public static RuntimeException nullFunction() {
    return new TrapException("null function reference");
  }

  public static int nonNull(int reference) {
    if (reference == NULL) {
      throw new TrapException("null reference");
    }
    return reference;
  }

  public static WasmException nonNull(WasmException exception) {
    if (exception == null) {
      throw new TrapException("null reference");
    }
    return exception;
  }

  /** Returns an exception of a tag. */
  public static WasmException thrown(long[] values, int tag, GuestState state) {
    return new WasmException(state.instance, tag, values);
  }

  /** Returns the exception of a reference, to be thrown again. */
  public static WasmException thrownAgain(WasmException exception) {
    if (exception == null) {
      throw new TrapException("null exception reference");
    }
    return exception;
  }

  /** Tests whether an exception has a tag of the instance. Two indices of imported tags may refer to one tag. */
  public static int matches(WasmException exception, int tag, GuestState state) {
    if (exception.instance() != state.instance) {
      return 0;
    }
    if (exception.tagIdx() == tag) {
      return 1;
    }
    int imported = state.instance.imports().tagCount();
    return tag < imported
            && exception.tagIdx() < imported
            && state.instance.tag(tag).type() == state.instance.tag(exception.tagIdx()).type()
        ? 1
        : 0;
  }
}
