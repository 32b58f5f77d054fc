package radicchio.runtime.instance;

import radicchio.abi.context.Trap;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.Gate;
import radicchio.runtime.thread.GuestThread;

/**
 * The state of a component instance that belongs to its tasks ({@code ComponentInstance.threads} and what follows it). Guarded by
 * the store's lock.
 */
public final class Concurrency {
  private static final int MOST_BACKPRESSURE = (1 << 16) - 1;

  private final boolean mayBlock;
  private final HandleSpace threads;
  private int backpressure;
  private int waitingToEnter;
  private GuestThread exclusive;

  /** Holds back threads without frames that need the instance for themselves. */
  private final Gate free = new Gate(this::isFree);

  /** Hold back tasks that have not entered: those that need the instance for themselves, and the others. */
  private final Gate entryOfOne = new Gate(() -> !holdsBack(true));

  private final Gate entry = new Gate(() -> !holdsBack(false));

  Concurrency(boolean mayBlock, int mostThreads) {
    this.mayBlock = mayBlock;
    this.threads = new HandleSpace(mostThreads);
  }

  /** Tests whether its guests may block with frames on the stack. */
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Gives a thread an index. */
  public void add(GuestThread thread) {
    thread.setIndex(threads.add(thread));
  }

  /** Removes a thread that has ended. */
  public void remove(GuestThread thread) {
    threads.remove(thread.index(), GuestThread.class, thread.noun());
    thread.setIndex(0);
  }

  /** Returns the thread with an index. */
  public GuestThread thread(int index) {
    return threads.get(index, GuestThread.class, "a thread");
  }

  /** Returns the number of threads of its tasks that have not ended, and of tasks that wait to enter. */
  int size() {
    return threads.size() + waitingToEnter;
  }

  // Who has the instance for itself

  public boolean isExclusive(GuestThread thread) {
    return thread == exclusive;
  }

  public boolean isFree() {
    return exclusive == null;
  }

  public void occupy(GuestThread thread) {
    exclusive = thread;
  }

  public void free() {
    exclusive = null;
    free.changed();
    entryOfOne.changed();
  }

  /** Returns the thread that has the instance for itself; null for none. */
  public GuestThread occupier() {
    return exclusive;
  }

  // Back pressure

  /** Tests whether a task must wait before it enters. */
  public boolean holdsBack(boolean exclusively) {
    return backpressure > 0 || exclusively && exclusive != null;
  }

  /** Tests whether another task waits already. */
  public boolean hasQueue() {
    return waitingToEnter > 0;
  }

  /** Returns the gate of tasks that must wait before they enter. */
  public Gate entry(boolean exclusively) {
    return exclusively ? entryOfOne : entry;
  }

  /** Returns the gate of threads without frames that need the instance for themselves. */
  public Gate turns() {
    return free;
  }

  public void queues() {
    waitingToEnter++;
  }

  public void leavesQueue() {
    waitingToEnter--;
  }

  /** {@code backpressure.inc}. */
  public void increase() {
    if (backpressure == MOST_BACKPRESSURE) {
      throw Trap.of("backpressure counter overflow");
    }
    backpressure++;
  }

  /** {@code backpressure.dec}. */
  public void decrease() {
    if (backpressure == 0) {
      throw Trap.of("backpressure counter underflow");
    }
    backpressure--;
    entryOfOne.changed();
    entry.changed();
  }
}
