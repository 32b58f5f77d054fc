package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.wasm.ChicoryException;
import java.io.UncheckedIOException;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.sandbox.Errno;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A function of WASI, on the memory of whoever calls it. */
final class WasiFunction extends StoreFunc {
  private final String name;
  private final WasiCalls.Call call;
  private final WasiCalls calls;

  WasiFunction(GuestStore store, FuncType type, String name, WasiCalls.Call call, WasiCalls calls) {
    super(store, Signature.of(type));
    this.name = name;
    this.call = call;
    this.calls = calls;
  }

  @Override
  public long[] call(long... args) {
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        "WASI's " + name + " acts on the memory of the instance that calls it; the host is none");
  }

  @Override
  long[] callFrom(GuestInstance caller, long[] args) {
    requireMemory(caller);
    int depth = store.depth();
    long[] out;
    try {
      out = call.apply(caller.instance(), args);
    } catch (ChicoryException e) {
      throw interrupted(e);
    } catch (UncheckedIOException e) {
      out = new long[] {calls.lastError().orElse(Errno.IO).code()};
    } catch (Throwable t) {
      store.threw(t);
      throw t;
    } finally {
      store.restore(depth);
    }
    store.requireRunning();
    return out == null ? NONE : out;
  }

  private void requireMemory(GuestInstance caller) {
    if (caller.instance().memory() == null) {
      throw noMemory();
    }
  }

  private RadicchioException noMemory() {
    RadicchioException e = RadicchioException.of(
            ErrorKind.TRAP, "WASI's " + name + " was called by a module without a memory")
        .withKeyword("trap", "out-of-bounds-memory");
    store.threw(e);
    return e;
  }

  /** The engine tells of an interrupt while it slept by an exception that has its cause. */
  private static ChicoryException interrupted(ChicoryException e) {
    if (e.getCause() instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new ChicoryInterruptedException(e);
    }
    return e;
  }

  @Override
  public String toString() {
    return "WASI's " + name;
  }
}
