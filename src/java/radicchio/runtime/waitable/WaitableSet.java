package radicchio.runtime.waitable;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import radicchio.abi.context.Trap;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/**
 * A set of things that a guest waits for together ({@code WaitableSet}). Events are delivered in turn, beginning with the waitable that joined
 * first. Guarded by the store's lock.
 */
public final class WaitableSet implements HandleSpace.Element, Waitable.Home {

  /** What a thread without frames does with the event that it waited for. */
  public interface Delivery {
    void deliver(Event event);
  }

  private final Set<Waitable> elements = new LinkedHashSet<>();
  private int waiting;

  /** Puts a waitable into it ({@code waitable.join}). */
  public void take(Waitable element) {
    element.join(this);
  }

  @Override
  public void add(Waitable element) {
    elements.add(element);
  }

  @Override
  public void remove(Waitable element) {
    elements.remove(element);
  }

  public boolean hasPending() {
    for (Waitable each : elements) {
      if (each.hasPending()) {
        return true;
      }
    }
    return false;
  }

  private Event next() {
    for (Waitable each : elements) {
      if (each.hasPending()) {
        elements.remove(each);
        elements.add(each); // the last one next time, so that none is starved
        return each.takePending();
      }
    }
    throw new IllegalStateException("no element of the set has an event");
  }

  /** Blocks the running thread until there is an event ({@code wait_for_event}). */
  public Event await(Schedule schedule, boolean cancellable) {
    waiting++;
    boolean cancelled = schedule.waitUnless(this::hasPending, cancellable);
    waiting--;
    return cancelled ? Event.CANCELLED : next();
  }

  /**
   * Does the same for a thread without frames, at the end of its step, which can be cancelled ({@code wait_for_event_and}).
   *
   * @param ready what else must be true
   * @param then runs later, with the event
   */
  public void awaitThen(
      Schedule schedule, GuestThread thread, BooleanSupplier ready, Delivery then) {
    waiting++;
    schedule.waitThen(
        thread,
        () -> ready.getAsBoolean() && hasPending(),
        cancelled -> {
          waiting--;
          then.deliver(cancelled ? Event.CANCELLED : next());
        });
  }

  /** Returns the next event, or {@link Event#NONE} ({@code poll}). */
  public Event poll(GuestThread.Owner task, boolean cancellable) {
    if (cancellable && task.takeCancellation()) {
      return Event.CANCELLED;
    }
    return hasPending() ? next() : Event.NONE;
  }

  /**
   * Ends it.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} if it has elements, or a thread waits for it
   */
  public void drop() {
    if (!elements.isEmpty()) {
      throw Trap.of("cannot drop waitable set with waitables in it");
    }
    if (waiting > 0) {
      throw Trap.of("cannot drop waitable set with waiters");
    }
  }

  @Override
  public String noun() {
    return "a waitable set";
  }
}
