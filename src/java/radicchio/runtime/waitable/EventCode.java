package radicchio.runtime.waitable;

/** The kinds of events that a guest waits for ({@code EventCode}). */
public enum EventCode {
  NONE,
  SUBTASK,
  STREAM_READ,
  STREAM_WRITE,
  FUTURE_READ,
  FUTURE_WRITE,
  TASK_CANCELLED;

  /** Returns its number in the Canonical ABI. */
  public int number() {
    return ordinal();
  }
}
