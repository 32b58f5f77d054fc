package radicchio.wasi.files;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The lock over all granted directories of the JVM. It is held from the first step of a walk to the end of what is
 * done there, so that no other guest of this JVM changes the way meanwhile. Operations that change a directory take
 * it for writing. It is never held while bytes of a file are read or written.
 */
final class GrantLock {
  /** Fair, so that guests that read all the time cannot keep others from writing. */
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock(true);

  private GrantLock() {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException, FileFailure;
  }

  static <T> T reading(Action<T> action) throws FileFailure, InterruptedException {
    return holding(LOCK.readLock(), action);
  }

  static <T> T writing(Action<T> action) throws FileFailure, InterruptedException {
    return holding(LOCK.writeLock(), action);
  }

  private static <T> T holding(Lock lock, Action<T> action)
      throws FileFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      return translated(action);
    } finally {
      lock.unlock();
    }
  }

  /** Runs an action on an open file, without the lock; failures of the host become ours. */
  static <T> T translated(Action<T> action) throws FileFailure {
    try {
      return action.run();
    } catch (IOException e) {
      throw FileFailure.of(e);
    } catch (RuntimeException e) {
      throw new FileFailure(FileError.of(e).orElseThrow(() -> e), String.valueOf(e.getMessage()));
    }
  }

  /** As {@link #writing}, for what must be done whether the thread is interrupted or not. */
  static <T> T cleaning(Action<T> action) throws FileFailure {
    LOCK.writeLock().lock();
    try {
      return translated(action);
    } finally {
      LOCK.writeLock().unlock();
    }
  }
}
