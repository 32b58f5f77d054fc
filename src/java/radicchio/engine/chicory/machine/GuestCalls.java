package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import com.dylibso.chicory.wasm.types.ValType;

/** Calls that leave an instance, and traps of calls without a function. */
public final class GuestCalls {
  private static final int NULL = -1;

  /** References from here on are to functions of other instances. */
  static final int FIRST_FOREIGN = 1 << 30;

  private GuestCalls() {}

  /**
   * Calls a function of another instance from a table.
   *
   * @param function its index in that instance
   */
  public static long[] foreign(long[] args, int type, int function, Instance owner) {
    requireType(type, function, owner);
    return owner.getMachine().call(function, args);
  }

  /** Calls a function of another instance by its reference, through the table of one element that such modules get last. */
  public static long[] foreignReference(long[] args, int reference, int type, GuestState state) {
    TableInstance table = scratch(reference, state);
    return foreign(args, type, table.requiredRef(0), table.instance(0));
  }

  /** Returns the table of one element, with a reference in it. */
  static TableInstance scratch(int reference, GuestState state) {
    TableInstance table = state.tables[state.tables.length - 1];
    table.setRef(0, reference, state.instance);
    return table;
  }

  /** Throws if a function of an instance has not the type of a call. */
  static void requireType(int type, int function, Instance owner) {
    int actual = owner.functionType(function);
    if (actual != type && !ValType.heapTypeSubtype(actual, type, owner.module().typeSection())) {
      throw mismatch();
    }
  }

  /** Calls an interpreted function. */
  public static long[] interpreted(long[] args, int function, GuestState state) {
    return state.instance.getMachine().call(function, args);
  }

  /** Traps for a reference to no function, or to one of another type than the call's. */
  public static RuntimeException notCallable(int reference) {
    return reference == NULL ? GuestTraps.nullFunction() : mismatch();
  }

  private static RuntimeException mismatch() {
    return new ChicoryException("indirect call type mismatch");
  }

  public static RuntimeException unknown(int function) {
    return new InvalidException("unknown function " + function);
  }

  public static RuntimeException exhausted(StackOverflowError overflow) {
    return new ChicoryException("call stack exhausted", overflow);
  }
}
