package radicchio.runtime.task;

/** The other side of a task: who called ({@code OnStart}, {@code OnResolve}). */
public interface Caller {
  /** The task begins. Returns its staged arguments. */
  Object[] started();

  /** The task returned, with a staged result; null if its type has none. */
  void returned(Object result);

  /** The task ended because it was cancelled. */
  void cancelled();
}
