package radicchio.runtime.waitable;

import java.util.function.Supplier;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.Condition;
import radicchio.runtime.thread.Schedule;

/**
 * What a guest can wait for ({@code Waitable}): its next event, if it has one, and the set that it is in. The elements of a handle
 * space that can be waited for have one each. Guarded by the store's lock.
 */
public final class Waitable {

  /** An element that a guest can wait for. */
  public interface Holder extends HandleSpace.Element {
    Waitable waitable();
  }

  /** What waitables join. */
  interface Home {
    void add(Waitable element);

    void remove(Waitable element);

    /** An element has an event now, or has none any more. */
    void changed(Waitable element);
  }

  private Supplier<Event> pending;
  private Home home;

  /** What a thread in {@link #await} waits for; null for none. */
  private Condition awaited;

  /** Sets the next event, which is computed when it is delivered; it replaces one that was not delivered. */
  public void setPending(Supplier<Event> event) {
    pending = event;
    if (home != null) {
      home.changed(this);
    } else if (awaited != null) {
      awaited.changed();
    }
  }

  public boolean hasPending() {
    return pending != null;
  }

  /** Delivers the next event, which must exist. */
  public Event takePending() {
    Supplier<Event> event = pending;
    pending = null;
    if (home != null) {
      home.changed(this);
    }
    return event.get();
  }

  /** Tests whether it is in a set. */
  public boolean inSet() {
    return home != null;
  }

  /** Tests whether a thread is in {@link #await}. */
  public boolean hasSyncWaiter() {
    return awaited != null;
  }

  /** Blocks the running thread until it has an event ({@code wait_for_pending_event}). It must not be in a set. */
  public void await(Schedule schedule) {
    awaited = new Condition(this::hasPending);
    schedule.waitUntil(awaited, false);
    awaited = null;
  }

  /** Joins a set, and leaves the one that it is in. */
  void join(Home next) {
    leaveSet();
    home = next;
    next.add(this);
  }

  /** Leaves its set, if it is in one. */
  public void leaveSet() {
    if (home != null) {
      home.remove(this);
      home = null;
    }
  }

  /** Ends it. It must not have an event. */
  public void drop() {
    leaveSet();
  }
}
