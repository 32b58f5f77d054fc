package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** The lock of one socket, held for one operation at a time. No operation waits while it holds the lock. */
public final class SocketLock {
  private final ReentrantLock lock = new ReentrantLock();

  /** An operation. */
  @FunctionalInterface
  public interface Operation<T> {
    T run() throws IOException, SocketFailure;
  }

  /** An operation without a result. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException, SocketFailure;
  }

  /** An operation that cannot fail. */
  @FunctionalInterface
  public interface Look<T> {
    T run();
  }

  public <T> T holding(Operation<T> operation) throws SocketFailure {
    lock.lock();
    try {
      return operation.run();
    } catch (IOException e) {
      throw SocketFailure.of(e);
    } finally {
      lock.unlock();
    }
  }

  public void doing(Step step) throws SocketFailure {
    holding(
        () -> {
          step.run();
          return this;
        });
  }

  public <T> T looking(Look<T> look) {
    lock.lock();
    try {
      return look.run();
    } finally {
      lock.unlock();
    }
  }
}
