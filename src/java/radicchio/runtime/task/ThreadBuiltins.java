package radicchio.runtime.task;

import radicchio.abi.context.Trap;
import radicchio.engine.CoreStore;
import radicchio.engine.ExternType;
import radicchio.engine.Func;
import radicchio.engine.HostFunc;
import radicchio.engine.Table;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Schedule;

/** Makes the built-ins of threads, as core functions of one component instance ("Canonical Definitions"). */
public final class ThreadBuiltins {
  private static final long[] NONE = {};

  private final ComponentInstance instance;

  public ThreadBuiltins(ComponentInstance instance) {
    this.instance = instance;
  }

  /** Switches from the running thread to another one. Returns whether the task of the running one was cancelled. */
  private interface Switching {
    boolean to(Schedule schedule, boolean cancellable, GuestThread other);
  }

  private Schedule schedule() {
    instance.checkMayLeave();
    return instance.schedule();
  }

  private static long[] answer(boolean cancelled) {
    return new long[] {cancelled ? 1 : 0};
  }

  /** {@code canon thread.index}. */
  public HostFunc index() {
    return args -> new long[] {schedule().current().index()};
  }

  /**
   * {@code canon thread.new-indirect}.
   *
   * @param type of the function in the table
   */
  public HostFunc newIndirect(ExternType.FuncType type, Table table) {
    return args -> {
      Schedule schedule = schedule();
      Func function = function(type, table, Integer.toUnsignedLong((int) args[0]));
      Task task = (Task) schedule.current().owner();
      long argument = args[1];
      GuestThread[] made = new GuestThread[1];
      made[0] =
          schedule.make(
              task,
              cancelled -> {
                function.call(argument);
                task.unregister(made[0]);
              });
      task.register(made[0]);
      return new long[] {made[0].index()};
    };
  }

  private Func function(ExternType.FuncType type, Table table, long index) {
    if (index >= table.size()) {
      throw Trap.of("undefined element: a thread of a function out of bounds of its table");
    }
    long reference = table.get(index);
    if (reference == CoreStore.NULL_REF) {
      throw Trap.of("uninitialized element: a thread of a null in a table");
    }
    Func function = instance.store().function(reference).orElseThrow();
    if (!function.type().equals(type)) {
      throw Trap.of("indirect call type mismatch: a thread of a function of another type");
    }
    return function;
  }

  /** {@code canon thread.resume-later}. */
  public HostFunc resumeLater() {
    return args -> {
      Schedule schedule = schedule();
      schedule.resumeLater(suspended((int) args[0]));
      return NONE;
    };
  }

  private GuestThread suspended(int index) {
    GuestThread thread = instance.concurrency().thread(index);
    if (!thread.isSuspended()) {
      throw notSuspended();
    }
    return thread;
  }

  private static RuntimeException notSuspended() {
    return Trap.of("cannot resume thread which is not suspended");
  }

  /** {@code canon thread.suspend}. */
  public HostFunc suspend(boolean cancellable) {
    return args -> answer(schedule().suspend(cancellable));
  }

  /** {@code canon thread.yield}. */
  public HostFunc yield(boolean cancellable) {
    return args -> answer(schedule().yield(cancellable));
  }

  /** {@code canon thread.suspend-then-resume}. */
  public HostFunc suspendThenResume(boolean cancellable) {
    return toSuspended(cancellable, Schedule::suspendThen);
  }

  /** {@code canon thread.yield-then-resume}. */
  public HostFunc yieldThenResume(boolean cancellable) {
    return toSuspended(cancellable, Schedule::yieldThen);
  }

  private HostFunc toSuspended(boolean cancellable, Switching switching) {
    return args -> answer(switching.to(schedule(), cancellable, suspended((int) args[0])));
  }

  /** {@code canon thread.suspend-then-promote}. */
  public HostFunc suspendThenPromote(boolean cancellable) {
    return toAny(cancellable, Schedule::suspendThenPromote);
  }

  /** {@code canon thread.yield-then-promote}. */
  public HostFunc yieldThenPromote(boolean cancellable) {
    return toAny(cancellable, Schedule::yieldThenPromote);
  }

  private HostFunc toAny(boolean cancellable, Switching switching) {
    return args -> {
      Schedule schedule = schedule();
      GuestThread other = instance.concurrency().thread((int) args[0]);
      if (other == schedule.current()) {
        throw notSuspended();
      }
      return answer(switching.to(schedule, cancellable, other));
    };
  }
}
