package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmI31Ref;
import com.dylibso.chicory.wasm.types.Value;

/** References in the form of compiled code: an int. A small integer is an object there. */
public final class References {
  private static final int NULL = -1;

  private References() {}

  /** Returns the reference in a global, into which a constant expression may have put a small integer. */
  public static int ofGlobal(GlobalInstance global, Instance instance) {
    long value = global.getValue();
    return Value.isI31(value)
        ? instance.registerGcRef(new WasmI31Ref(Value.decodeI31U(value)))
        : (int) value;
  }

  /** Tests whether two references refer to one object, or to equal small integers. */
  public static int equal(int a, int b, Instance instance) {
    if (a == b) {
      return 1;
    }
    if (a == NULL || b == NULL) {
      return 0;
    }
    return instance.gcRef(a) instanceof WasmI31Ref x
            && instance.gcRef(b) instanceof WasmI31Ref y
            && x.value() == y.value()
        ? 1
        : 0;
  }
}
