package radicchio.runtime.waitable;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import radicchio.abi.context.Trap;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.thread.Condition;
import radicchio.runtime.thread.Gate;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/**
 * A set of things that a guest waits for together ({@code WaitableSet}). Events are delivered in turn, beginning with the
 * waitable that joined first. Guarded by the store's lock.
 */
public final class WaitableSet implements HandleSpace.Element, Waitable.Home {

  /** What a thread without frames does with the event that it waited for. */
  public interface Delivery {
    void deliver(Event event);
  }

  /** Each element with its turn. */
  private final Map<Waitable, Long> turns = new HashMap<>();

  /** Those elements that have an event, by their turns. */
  private final TreeMap<Long, Waitable> pending = new TreeMap<>();

  private final Condition event = new Condition(this::hasPending);
  private long nextTurn;
  private int waiting;

  /** Puts a waitable into it ({@code waitable.join}). */
  public void take(Waitable element) {
    element.join(this);
  }

  @Override
  public void add(Waitable element) {
    turns.put(element, nextTurn++);
    changed(element);
  }

  @Override
  public void remove(Waitable element) {
    pending.remove(turns.remove(element));
  }

  @Override
  public void changed(Waitable element) {
    if (element.hasPending()) {
      pending.put(turns.get(element), element);
      event.changed();
    } else {
      pending.remove(turns.get(element));
    }
  }

  public boolean hasPending() {
    return !pending.isEmpty();
  }

  private Event next() {
    Waitable element = pending.firstEntry().getValue();
    Event taken = element.takePending();
    if (turns.containsKey(element)) { // the last one next time, so that none is starved
      remove(element);
      add(element);
    }
    return taken;
  }

  /** Blocks the running thread until there is an event ({@code wait_for_event}). */
  public Event await(Schedule schedule, boolean cancellable) {
    waiting++;
    boolean cancelled = schedule.waitUnless(event, cancellable);
    waiting--;
    return cancelled ? Event.CANCELLED : next();
  }

  /**
   * Does the same for a thread without frames, at the end of its step, which can be cancelled ({@code wait_for_event_and}).
   *
   * @param gate holds it back when it has an event
   * @param then runs later, with the event
   */
  public void awaitThen(Schedule schedule, GuestThread thread, Gate gate, Delivery then) {
    waiting++;
    schedule.waitThen(
        thread,
        event,
        gate,
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
    if (!turns.isEmpty()) {
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
