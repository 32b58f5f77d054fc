package radicchio.runtime.call;

import java.util.Optional;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.engine.Func;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.instance.Concurrency;
import radicchio.runtime.task.Task;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;
import radicchio.runtime.waitable.Event;
import radicchio.runtime.waitable.WaitableSet;

/**
 * A core function with the options of its {@code canon lift}. Runs it as a task.
 *
 * @param callback drives a task whose function returned without a result; empty for other lifts
 */
public record Lift(
    Func callee,
    Optional<Func> postReturn,
    Optional<Func> callback,
    boolean async,
    CanonicalOptions options) {
  private static final int EXIT = 0;
  private static final int YIELD = 1;
  private static final int WAIT = 2;

  /** Returns how tasks of it behave. */
  Task.Kind kind(boolean asyncType) {
    return new Task.Kind(asyncType, async, asyncType && (!async || callback.isPresent()));
  }

  /**
   * Begins a call ({@code canon_lift}). The instance has been entered. Returns when the task blocks or ends.
   *
   * @param plan for the values of the caller's side
   */
  void begin(Task task, CanonicalFunction plan) {
    Schedule schedule = task.instance().schedule();
    Run run = new Run(task, plan, schedule);
    if (!task.kind().async()) {
      GuestThread thread = schedule.synchronous(task);
      task.begins(thread);
      schedule.runSynchronously(thread, run::enter);
      return;
    }
    GuestThread thread = schedule.make(task, cancelled -> run.enter());
    task.begins(thread);
    Concurrency state = task.instance().concurrency();
    if (state.holdsBack(task.kind().exclusive()) || state.hasQueue()) {
      state.queues();
      schedule.passThen(thread, state.entry(task.kind().exclusive()), run::leaveQueue);
    } else {
      schedule.resume(thread, false);
    }
  }

  /** The implicit thread of a task: its steps. */
  private final class Run {
    private final Task task;
    private final CanonicalFunction plan;
    private final Schedule schedule;
    private final ComponentInstance instance;

    Run(Task task, CanonicalFunction plan, Schedule schedule) {
      this.task = task;
      this.plan = plan;
      this.schedule = schedule;
      this.instance = task.instance();
    }

    void leaveQueue(boolean cancelled) {
      instance.concurrency().leavesQueue();
      if (cancelled) {
        task.cancel();
      } else {
        enter();
      }
    }

    void enter() {
      task.enter();
      Context context = task.context(options);
      long[] arguments = plan.lowerArguments(context, task.start());
      long[] results = callee.call(arguments);
      if (!async) {
        task.returns(plan.liftResult(context, results));
        postReturn(results);
        task.exit();
      } else if (callback.isEmpty()) {
        task.exit();
      } else {
        turn((int) results[0]);
      }
    }

    private void postReturn(long[] results) {
      if (postReturn.isPresent()) {
        instance.forbidLeaving();
        postReturn.get().call(results);
        instance.allowLeaving();
      }
    }

    /** Does what the callee or the callback asked for. */
    private void turn(int packed) {
      int code = packed & 0xF;
      if (code == EXIT) {
        task.exit();
        return;
      }
      Concurrency state = instance.concurrency();
      state.free();
      if (code == YIELD) {
        schedule.passThen(
            task.implicit(),
            state.turns(),
            cancelled -> callBack(cancelled ? Event.CANCELLED : Event.NONE));
      } else if (code == WAIT) {
        instance
            .handles()
            .get(packed >>> 4, WaitableSet.class, "a waitable set")
            .awaitThen(schedule, task.implicit(), state.turns(), this::callBack);
      } else {
        throw Trap.of("unsupported callback code: " + code);
      }
    }

    private void callBack(Event event) {
      instance.concurrency().occupy(task.implicit());
      long[] results =
          callback.orElseThrow().call(event.code().number(), event.index(), event.payload());
      turn((int) results[0]);
    }
  }
}
