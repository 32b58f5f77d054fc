package radicchio.runtime.task;

import java.util.Optional;
import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Trap;
import radicchio.component.ValType;
import radicchio.engine.HostFunc;
import radicchio.engine.Memory;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.waitable.Event;
import radicchio.runtime.waitable.Waitable;
import radicchio.runtime.waitable.WaitableSet;

/**
 * Makes the built-ins of tasks, subtasks and waitable sets, as core functions of one component instance ("Canonical Definitions").
 */
public final class TaskBuiltins {
  private static final long[] NONE = {};
  private static final int BLOCKED = -1;

  private final ComponentInstance instance;

  public TaskBuiltins(ComponentInstance instance) {
    this.instance = instance;
  }

  private Task current() {
    return (Task) instance.schedule().current().owner();
  }

  private Task currentAsync(String builtin) {
    instance.checkMayLeave();
    Task task = current();
    if (!task.kind().asyncOption()) {
      throw Trap.of(builtin + " called by a task of a function that was not lifted with `async`");
    }
    return task;
  }

  // Tasks

  /**
   * {@code canon task.return}.
   *
   * @param result the type that it returns
   */
  public HostFunc taskReturn(Optional<ValType> result, CanonicalOptions options) {
    return args -> {
      Task task = currentAsync("task.return");
      task.checkReturn(result, options);
      task.returns(task.plan().async().liftReturned(task.context(options), args));
      return NONE;
    };
  }

  /** {@code canon task.cancel}. */
  public HostFunc taskCancel() {
    return args -> {
      currentAsync("task.cancel").cancel();
      return NONE;
    };
  }

  /** {@code canon backpressure.inc}. */
  public HostFunc backpressureInc() {
    return args -> {
      instance.concurrency().increase();
      return NONE;
    };
  }

  /** {@code canon backpressure.dec}. */
  public HostFunc backpressureDec() {
    return args -> {
      instance.concurrency().decrease();
      return NONE;
    };
  }

  /** {@code canon context.get}. */
  public HostFunc contextGet(int slot) {
    return args -> new long[] {instance.schedule().current().context(slot)};
  }

  /** {@code canon context.set}. */
  public HostFunc contextSet(int slot) {
    return args -> {
      instance.schedule().current().setContext(slot, args[0]);
      return NONE;
    };
  }

  // Subtasks

  /** {@code canon subtask.cancel}. */
  public HostFunc subtaskCancel(boolean async) {
    return args -> {
      instance.checkMayLeave();
      int index = (int) args[0];
      if (!async && !instance.handles().has(index)) {
        instance.schedule().checkMayWait();
      }
      Subtask subtask = instance.handles().get(index, Subtask.class, "a subtask");
      requireSet(!async && subtask.waitable().inSet());
      if (!subtask.cancel(instance)) {
        if (async) {
          return new long[] {BLOCKED};
        }
        subtask.waitable().await(instance.schedule());
      }
      return new long[] {subtask.waitable().takePending().payload()};
    };
  }

  private static void requireSet(boolean wrong) {
    if (wrong) {
      throw Trap.of("waitable cannot be used synchronously while added to a waitable set");
    }
  }

  /** {@code canon subtask.drop}. */
  public HostFunc subtaskDrop() {
    return args -> {
      instance.checkMayLeave();
      instance.handles().remove((int) args[0], Subtask.class, "a subtask").drop();
      return NONE;
    };
  }

  // Waitables

  /** {@code canon waitable-set.new}. */
  public HostFunc waitableSetNew() {
    return args -> {
      instance.checkMayLeave();
      return new long[] {instance.handles().add(new WaitableSet())};
    };
  }

  /** {@code canon waitable-set.wait}. */
  public HostFunc waitableSetWait(boolean cancellable, Memory memory) {
    return args -> {
      instance.checkMayLeave();
      return delivered(memory, args[1], set(args[0]).await(instance.schedule(), cancellable));
    };
  }

  /** {@code canon waitable-set.poll}. */
  public HostFunc waitableSetPoll(boolean cancellable, Memory memory) {
    return args -> {
      instance.checkMayLeave();
      return delivered(memory, args[1], set(args[0]).poll(current(), cancellable));
    };
  }

  private WaitableSet set(long index) {
    return instance.handles().get((int) index, WaitableSet.class, "a waitable set");
  }

  private static long[] delivered(Memory memory, long address, Event event) {
    long pointer = address & 0xFFFF_FFFFL;
    if ((pointer & 3) != 0) {
      throw Trap.of("unaligned pointer: the address of an event is not aligned: " + pointer);
    }
    if (pointer + 8 > memory.size()) {
      throw Trap.of("the address of an event is beyond end of memory: " + pointer);
    }
    memory.writeInt(pointer, event.index());
    memory.writeInt(pointer + 4, event.payload());
    return new long[] {event.code().number()};
  }

  /** {@code canon waitable-set.drop}. */
  public HostFunc waitableSetDrop() {
    return args -> {
      instance.checkMayLeave();
      instance.handles().remove((int) args[0], WaitableSet.class, "a waitable set").drop();
      return NONE;
    };
  }

  /** {@code canon waitable.join}. */
  public HostFunc waitableJoin() {
    return args -> {
      instance.checkMayLeave();
      Waitable waitable =
          instance.handles().get((int) args[0], Waitable.Holder.class, "a waitable").waitable();
      if (waitable.hasSyncWaiter()) {
        throw Trap.of(
            "waitable cannot be used synchronously while added to a waitable set: a thread waits for it");
      }
      if ((int) args[1] == 0) {
        waitable.leaveSet();
      } else {
        set(args[1]).take(waitable);
      }
      return NONE;
    };
  }
}
