package radicchio.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The lock of a store. It is not reentrant: its owner does not take it again. The owner can hand it over to another thread, which
 * then owns it without having waited among the others. Waiting threads never pin a virtual thread.
 */
public final class StoreLock {
  private final Sync sync = new Sync();

  private static final class Sync extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean tryAcquire(int one) {
      if (compareAndSetState(0, 1)) {
        setExclusiveOwnerThread(Thread.currentThread());
        return true;
      }
      return false;
    }

    @Override
    protected boolean tryRelease(int one) {
      setExclusiveOwnerThread(null);
      setState(0);
      return true;
    }

    @Override
    protected boolean isHeldExclusively() {
      return getExclusiveOwnerThread() == Thread.currentThread();
    }

    void handTo(Thread next) {
      setExclusiveOwnerThread(next);
    }

    Thread owner() {
      return getExclusiveOwnerThread();
    }
  }

  /** Takes the lock if no thread has it. */
  public boolean tryLock() {
    return sync.tryAcquire(1);
  }

  /** Waits for the lock, at most for a time. Returns whether it was taken. */
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return sync.tryAcquireNanos(1, unit.toNanos(time));
  }

  /** Waits for the lock; an interrupt does not end the wait. */
  public void lock() {
    sync.acquire(1);
  }

  public void lockInterruptibly() throws InterruptedException {
    sync.acquireInterruptibly(1);
  }

  /** Must be called by the owner. */
  public void unlock() {
    sync.release(1);
  }

  public boolean isHeldByCurrentThread() {
    return sync.isHeldExclusively();
  }

  /** Interrupts the owner. The caller must know that the lock has one, and that it runs on the caller's behalf. */
  public void interruptOwner() {
    Thread owner = sync.owner();
    if (owner != null) {
      owner.interrupt();
    }
  }

  /** Tests whether a thread waits for it. */
  public boolean hasWaiters() {
    return sync.hasQueuedThreads();
  }

  /**
   * Makes another thread the owner. Must be called by the owner, which then notifies the other thread, by something that orders
   * memory between the two.
   */
  public void handTo(Thread next) {
    assert isHeldByCurrentThread() : "a lock that is not held was handed over";
    sync.handTo(next);
  }
}
