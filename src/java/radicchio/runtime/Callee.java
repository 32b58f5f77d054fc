package radicchio.runtime;

import radicchio.runtime.call.ComponentFunction;

/** A component instance, as the functions that it exports use it. */
public interface Callee {
  /** Returns its component. */
  CompiledComponent component();

  /** Enters it, to call functions. See {@link Instance#enter}. Returns this instance. */
  Callee enter();

  /** Returns the function with an index of its component. Must be called inside an entrance. */
  ComponentFunction linked(int index);

  /** Leaves it, in a {@code finally} after {@link #enter}. */
  void leave();
}
