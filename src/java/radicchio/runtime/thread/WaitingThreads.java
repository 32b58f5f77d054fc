package radicchio.runtime.thread;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The threads of guests of one store that wait ({@code Store.waiting}), and which of them may be ready. Finding one takes no longer
 * when many others wait. Guarded by the store's lock.
 */
final class WaitingThreads {
  private final Set<GuestThread> waiting = new LinkedHashSet<>();

  /** All threads that are ready, and some that were. */
  private final TreeSet<GuestThread> candidates = new TreeSet<>(Waiter.BY_AGE);

  private long begun;

  /** A thread begins to wait. */
  void add(GuestThread thread) {
    thread.waitsSince(begun++, this::consider);
    waiting.add(thread);
    thread.condition().add(thread);
    if (thread.wants()) {
      consider(thread);
    }
  }

  /** A thread no longer waits. It has not changed its state yet. */
  void remove(GuestThread thread) {
    waiting.remove(thread);
    thread.condition().remove(thread);
    candidates.remove(thread);
    Gate gate = thread.gate();
    if (gate != null) {
      gate.forget(thread);
      gate.changed();
    }
  }

  /** A waiting thread may be ready now. */
  void consider(GuestThread thread) {
    if (!waiting.contains(thread)) { // its group has ended
      return;
    }
    Gate gate = thread.gate();
    if (gate == null || gate.isOpen()) {
      candidates.add(thread);
    } else {
      gate.hold(thread);
    }
  }

  /** Returns the thread that waits longest of those that are ready; null if none is. */
  GuestThread first() {
    while (!candidates.isEmpty()) {
      GuestThread thread = candidates.first();
      if (thread.isReady()) {
        return thread;
      }
      candidates.remove(thread);
      Gate gate = thread.gate();
      if (thread.wants()) {
        gate.hold(thread);
      } else if (gate != null) {
        gate.changed(); // another one passes instead
      }
    }
    return null;
  }

  /** Does the same among the threads that may run while a synchronous one of their instance waits. */
  GuestThread firstWith(GuestThread synchronous) {
    GuestThread.Place place = synchronous.owner().place();
    for (GuestThread each : candidates) {
      if (each.owner().place() == place
          && each.index() != 0
          && !each.owner().isExclusive(each)
          && each.isReady()) {
        return each;
      }
    }
    return null;
  }

  /** Returns the number of threads of a group, without tasks that wait to enter. */
  int count(Group group) {
    return (int)
        waiting.stream()
            .filter(each -> each.index() != 0 && each.owner().place().group() == group)
            .count();
  }

  /** Removes the threads of a group. */
  void removeAll(Group group) {
    for (GuestThread each : List.copyOf(waiting)) {
      if (each.owner().place().group() == group) {
        remove(each);
      }
    }
  }
}
