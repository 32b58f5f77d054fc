package radicchio.runtime.thread;

/** What a guest's thread without a stack does when it is resumed. It ends when the step returns, unless it waits for a next step. */
@FunctionalInterface
public interface Step {
  /** @param cancelled whether its task was cancelled while it waited, which it had allowed */
  void run(boolean cancelled);
}
