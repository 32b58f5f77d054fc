package radicchio.runtime.link;

import java.util.List;
import radicchio.component.Canon;
import radicchio.component.Sort;
import radicchio.engine.ExternType;
import radicchio.engine.HostFunc;
import radicchio.engine.Memory;
import radicchio.engine.Table;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.task.TaskBuiltins;
import radicchio.runtime.task.ThreadBuiltins;

/** Returns the core functions of the built-ins of concurrency. */
final class ConcurrentBuiltins implements Canon.ConcurrentCases<HostFunc> {
  private final LinkScope scope;
  private final ExternType.FuncType type;
  private final TaskBuiltins tasks;
  private final ThreadBuiltins threads;
  private final StreamBuiltins streams;

  /** @param type that of the core function */
  ConcurrentBuiltins(
      ComponentInstance instance,
      LinkScope scope,
      ExternType.FuncType type,
      StreamBuiltins streams) {
    this.scope = scope;
    this.type = type;
    this.streams = streams;
    this.tasks = new TaskBuiltins(instance);
    this.threads = new ThreadBuiltins(instance);
  }

  @Override
  public HostFunc on(Canon.Simple c) {
    return switch (c.builtin()) {
      case BACKPRESSURE_INC -> tasks.backpressureInc();
      case BACKPRESSURE_DEC -> tasks.backpressureDec();
      case TASK_CANCEL -> tasks.taskCancel();
      case SUBTASK_DROP -> tasks.subtaskDrop();
      case WAITABLE_SET_NEW -> tasks.waitableSetNew();
      case WAITABLE_SET_DROP -> tasks.waitableSetDrop();
      case WAITABLE_JOIN -> tasks.waitableJoin();
      case THREAD_INDEX -> threads.index();
      case THREAD_RESUME_LATER -> threads.resumeLater();
      case ERROR_CONTEXT_DROP -> streams.dropErrorContext();
      default -> throw Unsupported.builtin(c.name());
    };
  }

  @Override
  public HostFunc on(Canon.Context c) {
    return c.builtin() == Canon.Builtin.CONTEXT_GET
        ? tasks.contextGet(c.slot())
        : tasks.contextSet(c.slot());
  }

  @Override
  public HostFunc on(Canon.SubtaskCancel c) {
    return tasks.subtaskCancel(c.async());
  }

  @Override
  public HostFunc on(Canon.Wait c) {
    Memory memory = (Memory) scope.core(Sort.CORE_MEMORY, c.memory());
    return c.builtin() == Canon.Builtin.WAITABLE_SET_WAIT
        ? tasks.waitableSetWait(c.cancellable(), memory)
        : tasks.waitableSetPoll(c.cancellable(), memory);
  }

  @Override
  public HostFunc on(Canon.Switch c) {
    return switch (c.builtin()) {
      case THREAD_YIELD -> threads.yield(c.cancellable());
      case THREAD_SUSPEND -> threads.suspend(c.cancellable());
      case THREAD_SUSPEND_THEN_RESUME -> threads.suspendThenResume(c.cancellable());
      case THREAD_YIELD_THEN_RESUME -> threads.yieldThenResume(c.cancellable());
      case THREAD_SUSPEND_THEN_PROMOTE -> threads.suspendThenPromote(c.cancellable());
      case THREAD_YIELD_THEN_PROMOTE -> threads.yieldThenPromote(c.cancellable());
      default -> throw Unsupported.builtin(c.name());
    };
  }

  @Override
  public HostFunc on(Canon.ThreadNew c) {
    Table table = (Table) scope.core(Sort.CORE_TABLE, c.table());
    return threads.newIndirect(
        new ExternType.FuncType(List.of(type.params().get(1)), List.of()), table);
  }

  @Override
  public HostFunc on(Canon.OfType c) {
    return streams.of(c);
  }

  @Override
  public HostFunc on(Canon.CancelCopy c) {
    return streams.of(c);
  }

  @Override
  public HostFunc on(Canon.Copy c) {
    return streams.of(c);
  }

  @Override
  public HostFunc on(Canon.ErrorContext c) {
    return streams.of(c);
  }

  @Override
  public HostFunc on(Canon.Shared c) {
    throw Unsupported.builtin(c.name());
  }
}
