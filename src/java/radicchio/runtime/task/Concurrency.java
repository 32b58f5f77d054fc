package radicchio.runtime.task;

import radicchio.abi.context.Trap;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.GuestThread;

/**
 * The state of a component instance that belongs to its tasks ({@code ComponentInstance.threads} and what follows it). Guarded by
 * the store's lock.
 */
final class Concurrency {
  private static final int MOST_BACKPRESSURE = (1 << 16) - 1;

  private final boolean mayBlock;
  private final HandleSpace threads;
  private int backpressure;
  private int waitingToEnter;
  private GuestThread exclusive;

  Concurrency(boolean mayBlock, int mostThreads) {
    this.mayBlock = mayBlock;
    this.threads = new HandleSpace(mostThreads);
  }

  /** Tests whether its guests may block with frames on the stack. */
  boolean mayBlock() {
    return mayBlock;
  }

  /** Gives a thread an index. */
  void add(GuestThread thread) {
    thread.setIndex(threads.add(thread));
  }

  /** Removes a thread that has ended. */
  void remove(GuestThread thread) {
    threads.remove(thread.index(), GuestThread.class, thread.noun());
    thread.setIndex(0);
  }

  /** Returns the thread with an index. */
  GuestThread thread(int index) {
    return threads.get(index, GuestThread.class, "a thread");
  }

  /** Returns the number of threads of its tasks that have not ended, and of tasks that wait to enter. */
  int size() {
    return threads.size() + waitingToEnter;
  }

  // Who has the instance for itself

  boolean isExclusive(GuestThread thread) {
    return thread == exclusive;
  }

  boolean isFree() {
    return exclusive == null;
  }

  void occupy(GuestThread thread) {
    exclusive = thread;
  }

  void free() {
    exclusive = null;
  }

  /** Returns the thread that has the instance for itself; null for none. */
  GuestThread occupier() {
    return exclusive;
  }

  // Back pressure

  /** Tests whether a task must wait before it enters. */
  boolean holdsBack(boolean exclusively) {
    return backpressure > 0 || exclusively && exclusive != null;
  }

  /** Tests whether another task waits already. */
  boolean hasQueue() {
    return waitingToEnter > 0;
  }

  void queues() {
    waitingToEnter++;
  }

  void leavesQueue() {
    waitingToEnter--;
  }

  /** {@code backpressure.inc}. */
  void increase() {
    if (backpressure == MOST_BACKPRESSURE) {
      throw Trap.of("backpressure counter overflow");
    }
    backpressure++;
  }

  /** {@code backpressure.dec}. */
  void decrease() {
    if (backpressure == 0) {
      throw Trap.of("backpressure counter underflow");
    }
    backpressure--;
  }
}
