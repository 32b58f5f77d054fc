package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;

/**
 * Calls of other functions in tail position. The caller notes the call and returns. The function's own caller then makes the calls that
 * are noted, one after the other, so that none of them uses the stack of another.
 */
public final class NotedCalls {
  private NotedCalls() {}

  public static void prepare(GuestState state, NotedCall.Noting own) {
    state.noted = new NotedCall(own);
  }

  /** Notes a call of a function of the instance. */
  public static void note(long[] args, int function, GuestState state) {
    state.noted.set(args, function, null);
  }

  /** Notes a call through a table. Traps as the call would. */
  public static void noteIndirect(long[] args, int index, int type, int table, GuestState state) {
    TableInstance from = state.tables[table];
    note(args, from.requiredRef(index), from.instance(index), type, state);
  }

  /** Notes a call by a reference. Traps as the call would. */
  public static void noteReference(long[] args, int reference, int type, GuestState state) {
    if (reference >= GuestCalls.FIRST_FOREIGN) {
      TableInstance scratch = GuestCalls.scratch(reference, state);
      note(args, scratch.requiredRef(0), scratch.instance(0), type, state);
    } else if (reference >= 0) {
      note(args, reference, null, type, state);
    } else {
      throw GuestTraps.nullFunction();
    }
  }

  private static void note(long[] args, int function, Instance owner, int type, GuestState state) {
    GuestCalls.requireType(type, function, owner == null ? state.instance : owner);
    state.noted.set(args, function, owner == null ? null : owner.getMachine());
  }

  /** Tests whether a function that returned noted a call. */
  public static boolean isNoted(GuestState state) {
    return state.noted.isSet();
  }

  /** Makes the calls that are noted, and returns the results of the last. */
  public static long[] make(GuestState state) {
    return state.noted.make();
  }
}
