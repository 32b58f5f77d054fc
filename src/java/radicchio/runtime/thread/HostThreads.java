package radicchio.runtime.thread;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Worker threads for code of the host that may block, without the store's lock. Any thread may use it. */
final class HostThreads {
  private final int limit;
  private final Map<Thread, Group> running = new ConcurrentHashMap<>();

  HostThreads(int limit) {
    this.limit = limit;
  }

  /**
   * Runs a body on a thread, with what the running thread has. It is interrupted when the group ends.
   *
   * @throws RadicchioException {@code LIMIT} if as many as allowed are running
   */
  Thread start(Group group, Runnable body) {
    if (running.size() >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + limit
                  + " threads of host functions that wait, got more; raise :tasks to allow it")
          .withKeyword("limit", "tasks");
    }
    Conveyed conveyed = Conveyed.ofThisThread();
    Thread thread = JavaThreads.make(() -> conveyed.run(() -> run(body)));
    running.put(thread, group);
    try {
      thread.start();
    } catch (Throwable t) { // no heap for its stack
      running.remove(thread);
      throw t;
    }
    return thread;
  }

  private void run(Runnable body) {
    try {
      body.run();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  int count() {
    return running.size();
  }

  void interrupt(Group group) {
    running.forEach(
        (thread, of) -> {
          if (of == group) {
            thread.interrupt();
          }
        });
  }
}
