package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.WasmException;
import radicchio.engine.chicory.module.Signature;

/** A function that a guest defines. */
final class GuestFunc extends StoreFunc {
  final GuestInstance owner;
  final int index;
  private final boolean plain;
  private Machine machine;

  GuestFunc(GuestInstance owner, int index, Signature signature) {
    super(owner.store, signature);
    this.owner = owner;
    this.index = index;
    this.plain =
        !signature.hasFuncrefs()
            && (signature.intResults().length == 0 || owner.compiled())
            && !owner.module.traits().allocates();
  }

  /** Releases the engine's function, which holds its instance's memory. */
  void release() {
    machine = null;
  }

  @Override
  public long[] call(long... args) {
    assert store.entered() : "a call outside of an entrance of its store";
    Machine m = machine();
    try {
      store.execution().requireRunning();
      long[] results = plain ? m.call(index, args) : callWithReferences(m, args);
      store.deadline().checkTime();
      return results == null ? NONE : results;
    } catch (Throwable t) {
      throw sneaky(store.execution().translate(t));
    }
  }

  private Machine machine() {
    Machine m = machine;
    if (m == null) {
      m = owner.machine();
      machine = m;
    }
    return m;
  }

  private long[] callWithReferences(Machine m, long[] args) {
    long[] in = args;
    if (signature.funcrefParams().length > 0) {
      in = args.clone();
      owner.fromStore(in, signature.funcrefParams());
    }
    long[] out = owner.module.traits().allocates() ? sweepingCall(m, in) : m.call(index, in);
    if (out == null) {
      return NONE;
    }
    for (int i : signature.intResults()) {
      out[i] = (int) out[i];
    }
    owner.toStore(out, signature.funcrefResults());
    return out;
  }

  private long[] sweepingCall(Machine m, long[] args) {
    boolean outermost = owner.enterCall();
    try {
      return m.call(index, args);
    } finally {
      owner.leaveCall();
      if (outermost) {
        owner.sweep();
      }
    }
  }

  @Override
  long[] callFrom(GuestInstance caller, long[] args) {
    if (caller == owner) {
      return owner.machine().call(index, args);
    }
    boolean references = signature.hasFuncrefs();
    if (references) {
      caller.toStore(args, signature.funcrefParams());
      owner.fromStore(args, signature.funcrefParams());
    }
    long[] out;
    try {
      out = owner.machine().call(index, args);
    } catch (WasmException e) {
      throw Tags.cross(e, owner, caller);
    }
    if (references && out != null) {
      owner.toStore(out, signature.funcrefResults());
      caller.fromStore(out, signature.funcrefResults());
    }
    return out;
  }

  @Override
  public String toString() {
    return "function " + index + " " + signature.text() + " of " + owner.module;
  }
}
