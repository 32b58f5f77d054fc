package radicchio.runtime.waitable;

/**
 * An event for a guest ({@code EventTuple}).
 *
 * @param index the index of the waitable; 0 for none
 * @param payload its value: a state, or a packed result
 */
public record Event(EventCode code, int index, int payload) {
  public static final Event NONE = new Event(EventCode.NONE, 0, 0);
  public static final Event CANCELLED = new Event(EventCode.TASK_CANCELLED, 0, 0);
}
