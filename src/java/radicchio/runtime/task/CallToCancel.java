package radicchio.runtime.task;

import radicchio.runtime.instance.ComponentInstance;

/** A call that its caller can ask to end ({@code OnCancel}). */
public interface CallToCancel {
  /** @param from the component instance that asks; null for the host */
  void requestCancellation(ComponentInstance from);
}
