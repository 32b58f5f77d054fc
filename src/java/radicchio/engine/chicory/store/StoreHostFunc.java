package radicchio.engine.chicory.store;

import radicchio.engine.ExternType.FuncType;
import radicchio.engine.HostFunc;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.limits.StackRoom;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A function of the host, as guests call it. */
final class StoreHostFunc extends StoreFunc {
  private final HostFunc body;
  private final int results;
  private final boolean references;

  /** Whether a guest called it. Guarded by the store's lock. */
  private boolean used;

  StoreHostFunc(GuestStore store, FuncType type, HostFunc body) {
    super(store, Signature.of(type));
    this.body = body;
    this.results = Signature.slots(type.results());
    this.references = signature.hasFuncrefs();
  }

  @Override
  public long[] call(long... args) {
    long[] results = checked(body.call(args));
    store.deadline().checkTime();
    return results;
  }

  @Override
  long[] callFrom(GuestInstance caller, long[] args) {
    return references ? callWithReferences(caller, args) : run(args);
  }

  private long[] callWithReferences(GuestInstance caller, long[] args) {
    caller.toStore(args, signature.funcrefParams());
    long[] out = run(args).clone();
    caller.fromStore(out, signature.funcrefResults());
    return out;
  }

  private long[] run(long[] args) {
    if (!used) {
      // The first call links the function's classes, which a stack overflow must not cut.
      StackRoom.require();
      used = true;
    }
    Execution e = store.execution();
    int depth = e.depth();
    long[] out;
    try {
      out = checked(body.call(args));
    } catch (Throwable t) {
      e.threw(t);
      e.restore(depth);
      throw t;
    }
    e.restore(depth);
    e.requireRunning();
    return out;
  }

  private long[] checked(long[] out) {
    if (out != null && out.length == results) {
      return out;
    }
    if (out == null && results == 0) {
      return NONE;
    }
    throw miscounted(out);
  }

  private RadicchioException miscounted(long[] out) {
    return RadicchioException.of(
        ErrorKind.ARGUMENT,
        "a host function of type "
            + signature.text()
            + " returned "
            + (out == null ? 0 : out.length)
            + " values, expected "
            + results);
  }

  @Override
  public String toString() {
    return "host function " + signature.text();
  }
}
