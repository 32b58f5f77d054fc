package radicchio.wasi.files;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The lock of all granted directories of the JVM. A thread holds it from the first step of a walk to the end of the
 * operation, so that no other guest of this JVM changes the path in between. Operations that change a directory hold
 * it for writing. It is not held while bytes of a file are read or written.
 */
final class GrantLock {
  /** It is fair, so that guests that read continuously cannot prevent others from writing. */
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock(true);

  private GrantLock() {}

  /** The operation while the lock is held. */
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

  /** Runs an action on an open file, without the lock. Exceptions of the host become failures. */
  static <T> T translated(Action<T> action) throws FileFailure {
    try {
      return action.run();
    } catch (IOException e) {
      throw FileFailure.of(e);
    } catch (RuntimeException e) {
      throw new FileFailure(FileError.of(e).orElseThrow(() -> e), String.valueOf(e.getMessage()));
    }
  }

  /** Does the same as {@link #writing}, even if the thread is interrupted. */
  static <T> T cleaning(Action<T> action) throws FileFailure {
    LOCK.writeLock().lock();
    try {
      return translated(action);
    } finally {
      LOCK.writeLock().unlock();
    }
  }
}
