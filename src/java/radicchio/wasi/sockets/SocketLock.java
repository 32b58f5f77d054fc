package radicchio.wasi.sockets;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** The lock of one socket, held for one operation at a time. No operation waits while it holds the lock. */
final class SocketLock {
  private final ReentrantLock lock = new ReentrantLock();

  /** An operation. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException, SocketFailure;
  }

  /** An operation without a result. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, SocketFailure;
  }

  /** An operation that cannot fail. */
  @FunctionalInterface
  interface Look<T> {
    T run();
  }

  <T> T holding(Operation<T> operation) throws SocketFailure {
    lock.lock();
    try {
      return operation.run();
    } catch (IOException e) {
      throw SocketFailure.of(e);
    } finally {
      lock.unlock();
    }
  }

  void doing(Step step) throws SocketFailure {
    holding(
        () -> {
          step.run();
          return this;
        });
  }

  <T> T looking(Look<T> look) {
    lock.lock();
    try {
      return look.run();
    } finally {
      lock.unlock();
    }
  }
}
