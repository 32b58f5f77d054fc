package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import java.util.Arrays;
import radicchio.engine.chicory.module.AdapterModule;

/**
 * Lets one instance call functions of others through its tables. The engine asks a table first for the index of the function, then
 * for its instance, then checks the type by that instance's type section, then calls; no other code runs in between. So the table
 * reports the callee to the adapter, and returns an index for the callee's type, and an instance that has the caller's types and
 * passes the call on.
 */
public final class Adapter {
  private static final int UNKNOWN = -1;

  private final GuestInstance caller;
  private final AdapterModule module;
  private final Instance instance;
  private int[] indices = new int[0];
  private StoreFunc callee;

  Adapter(GuestInstance caller) {
    this.caller = caller;
    this.module = caller.module.adapter();
    this.instance =
        Instance.builder(module.module())
            .withStart(false)
            .withMachineFactory(i -> (index, args) -> callee.callFrom(caller, args))
            .build();
  }

  Instance instance() {
    return instance;
  }

  /** Records the callee of the next call. Returns the index of the adapter's function of the same type. */
  int prepare(StoreFunc function) {
    callee = function;
    int type = function.typeId;
    if (type >= indices.length || indices[type] == UNKNOWN) {
      learn(function);
    }
    return indices[type];
  }

  private void learn(StoreFunc function) {
    int type = function.typeId;
    if (type >= indices.length) {
      int known = indices.length;
      indices = Arrays.copyOf(indices, Math.max(type + 1, 2 * known));
      Arrays.fill(indices, known, indices.length, UNKNOWN);
    }
    indices[type] = find(function);
  }

  /** The caller's type that equals the function's, or the nearest of its supertypes that the caller has. */
  private int find(StoreFunc function) {
    for (String text : GuestStore.typeAndSupertypes(function)) {
      for (int i = 0; i < module.unnameable(); i++) {
        if (caller.module.types().text(i).equals(text)) {
          return i;
        }
      }
    }
    return module.unnameable();
  }
}
