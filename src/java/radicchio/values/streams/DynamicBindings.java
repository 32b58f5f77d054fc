package radicchio.values.streams;

import clojure.lang.Var;
import radicchio.runtime.thread.Conveyance;

/** Conveys the dynamic bindings of a Clojure program to the threads that work for it. */
public final class DynamicBindings implements Conveyance {
  /** For {@link java.util.ServiceLoader}. */
  public DynamicBindings() {}

  @Override
  public Object capture() {
    return Var.cloneThreadBindingFrame();
  }

  @Override
  public Object exchange(Object captured) {
    Object before = Var.getThreadBindingFrame();
    Var.resetThreadBindingFrame(captured);
    return before;
  }
}
