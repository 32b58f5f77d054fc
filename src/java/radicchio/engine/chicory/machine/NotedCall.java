package radicchio.engine.chicory.machine;

import com.dylibso.chicory.runtime.Machine;

/** A call in tail position that is to be made: see {@link NotedCalls}. An instance has one. */
public final class NotedCall {

  /** A machine with functions that note calls. */
  public interface Noting extends Machine {
    /**
     * Calls a function as {@link Machine#call}, but a call that it notes remains noted; then the result is not valid.
     *
     * @return null without results
     */
    long[] callNoting(int function, long[] args);
  }

  private final Noting own;

  /** The arguments; null if no call is noted. */
  private long[] args;

  private int function;

  /** The machine of a function of another instance, or null. */
  private Machine foreign;

  NotedCall(Noting own) {
    this.own = own;
  }

  /** @param owner null for a function of the instance itself */
  void set(long[] toPass, int toCall, Machine owner) {
    args = toPass;
    function = toCall;
    foreign = owner;
  }

  boolean isSet() {
    return args != null;
  }

  /** Makes the call, and those that are noted then, and returns the results of the last. */
  long[] make() {
    long[] results;
    do {
      long[] toPass = args;
      args = null;
      results = foreign == null ? own.callNoting(function, toPass) : foreign.call(function, toPass);
    } while (args != null);
    return results;
  }
}
