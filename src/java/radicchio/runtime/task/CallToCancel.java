package radicchio.runtime.task;

/** A call that its caller can ask to end ({@code OnCancel}). */
interface CallToCancel {
  /** @param from the component instance that asks; null for the host */
  void requestCancellation(ComponentInstance from);
}
