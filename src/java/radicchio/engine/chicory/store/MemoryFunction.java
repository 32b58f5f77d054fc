package radicchio.engine.chicory.store;

import radicchio.engine.ExternType.FuncType;
import radicchio.engine.Memory;
import radicchio.engine.MemoryFunc;
import radicchio.engine.chicory.module.Signature;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A function of the host that uses the memory of the calling instance. */
final class MemoryFunction extends StoreFunc {
  private final MemoryFunc body;

  MemoryFunction(GuestStore store, FuncType type, MemoryFunc body) {
    super(store, Signature.of(type));
    this.body = body;
  }

  @Override
  public long[] call(long... args) {
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        "a function of WASI needs the memory of a calling instance, and the host cannot call it");
  }

  @Override
  long[] callFrom(GuestInstance caller, long[] args) {
    int depth = store.execution().depth();
    long[] out;
    try {
      out = body.call(memory(caller), args);
    } catch (StackOverflowError e) {
      throw e; // the guest exhausted the stack: a separate trap
    } catch (Throwable t) {
      Throwable leaving = framed(t);
      store.execution().threw(leaving);
      throw sneaky(leaving);
    } finally {
      store.execution().restore(depth);
    }
    store.execution().requireRunning();
    return out;
  }

  private static Memory memory(GuestInstance caller) {
    return caller
        .firstMemory()
        .orElseThrow(
            () ->
                RadicchioException.of(
                        ErrorKind.TRAP,
                        "wasm trap: a function of WASI was called by a module without a memory")
                    .withKeyword("trap", "out-of-bounds-memory"));
  }

  /** Adds the running functions of the guest to a trap. */
  private Throwable framed(Throwable t) {
    if (!(t instanceof RadicchioException e) || e.kind() != ErrorKind.TRAP) {
      return t;
    }
    var frames = store.execution().frames().take(e);
    return frames.isEmpty() ? e : e.with("frames", frames);
  }

  @Override
  public String toString() {
    return "host function on a guest's memory, " + signature.text();
  }
}
