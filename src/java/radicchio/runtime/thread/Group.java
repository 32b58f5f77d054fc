package radicchio.runtime.thread;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The component instances that end together: with a trap in one of them, or when the host closes them. Guarded by the store's lock.
 */
public final class Group {

  /** Something outside that must be told when the group ends. */
  public interface End {
    /** @param why the exception for those that wait for it */
    void ended(RuntimeException why);

    /** Returns its name in a sentence, if the host should close it before the end: {@code "a stream"}. */
    default Optional<String> unclosed() {
      return Optional.empty();
    }
  }

  private final Consumer<Throwable> fail;
  private final Set<End> ends = new LinkedHashSet<>();
  private int operations;
  private boolean ended;

  /** @param fail makes the instances dead, with what a thread of theirs threw */
  public Group(Consumer<Throwable> fail) {
    this.fail = fail;
  }

  void fail(Throwable thrown) {
    fail.accept(thrown);
  }

  boolean hasEnded() {
    return ended;
  }

  // Operations of the host, which will make progress

  void began() {
    operations++;
  }

  void completed() {
    operations--;
  }

  boolean awaitsHost() {
    return operations > 0;
  }

  // Its end

  /** Registers something that must be told of the end. */
  public void onEnd(End end) {
    ends.add(end);
  }

  /** Removes what was registered. */
  public void forget(End end) {
    ends.remove(end);
  }

  /** Returns the names of what the host should have closed, and has not. */
  public List<String> unclosed() {
    return ends.stream().flatMap(end -> end.unclosed().stream()).toList();
  }

  /** Marks it as ended. Returns what must be told; nothing the second time. */
  Set<End> end() {
    ended = true;
    Set<End> told = new LinkedHashSet<>(ends);
    ends.clear();
    return told;
  }
}
