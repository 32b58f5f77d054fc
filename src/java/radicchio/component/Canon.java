package radicchio.component;

import java.util.Optional;
import radicchio.engine.CoreType;

/**
 * A canonical definition (Binary.md, "Canonical Definitions"): a lifted function, which is appended to the functions, or
 * another one, which is appended to the core functions. The built-ins of concurrency are grouped by their operands;
 * {@link Builtin} names each of them.
 */
public sealed interface Canon extends Definition {

  /**
   * A function with a case for each kind of canonical definition.
   *
   * @param <R> the result
   */
  interface Cases<R> {
    R on(Lift canon);

    R on(Lower canon);

    R on(ResourceNew canon);

    R on(ResourceDrop canon);

    R on(ResourceRep canon);

    R on(TaskReturn canon);

    R on(Concurrent canon);
  }

  /** Calls the case of this kind. */
  <R> R match(Cases<R> cases);

  /** Returns the name in the text format: {@code "lift"}, {@code "resource.new"}, {@code "stream.read"}. */
  String name();

  @Override
  default <R> R match(Definition.Cases<R> cases) {
    return cases.on(this);
  }

  @Override
  default Optional<Sort> defines() {
    return Optional.of(Sort.CORE_FUNC);
  }

  /**
   * Makes a component function from a core function.
   *
   * @param func a core function's index
   * @param type a type's index
   */
  record Lift(int offset, int func, CanonOptions options, int type) implements Canon {
    @Override
    public String name() {
      return "lift";
    }

    @Override
    public Optional<Sort> defines() {
      return Optional.of(Sort.FUNC);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * Makes a core function from a component function.
   *
   * @param func a function's index
   */
  record Lower(int offset, int func, CanonOptions options) implements Canon {
    @Override
    public String name() {
      return "lower";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResourceNew(int offset, int type) implements Canon {
    @Override
    public String name() {
      return "resource.new";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResourceDrop(int offset, int type) implements Canon {
    @Override
    public String name() {
      return "resource.drop";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  record ResourceRep(int offset, int type) implements Canon {
    @Override
    public String name() {
      return "resource.rep";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code task.return}. */
  record TaskReturn(int offset, Optional<TypeRef> result, CanonOptions options) implements Canon {
    @Override
    public String name() {
      return "task.return";
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * A function with a case for each kind of built-in of concurrency.
   *
   * @param <R> the result
   */
  interface ConcurrentCases<R> {
    R on(Simple canon);

    R on(Context canon);

    R on(SubtaskCancel canon);

    R on(OfType canon);

    R on(CancelCopy canon);

    R on(Copy canon);

    R on(ErrorContext canon);

    R on(Wait canon);

    R on(Switch canon);

    R on(ThreadNew canon);

    R on(Shared canon);
  }

  /** A built-in of concurrency. */
  sealed interface Concurrent extends Canon {
    Builtin builtin();

    /** Calls the case of this kind. */
    <R> R match(ConcurrentCases<R> cases);

    @Override
    default <R> R match(Canon.Cases<R> cases) {
      return cases.on(this);
    }

    @Override
    default String name() {
      return builtin().text();
    }
  }

  /** A built-in without operands: {@code waitable-set.new}, {@code task.cancel}, … */
  record Simple(int offset, Builtin builtin) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code context.get} or {@code context.set}. */
  record Context(int offset, Builtin builtin, CoreType type, int slot) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code subtask.cancel}. */
  record SubtaskCancel(int offset, Builtin builtin, boolean async) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** A built-in with only the type of a stream or future: {@code stream.new}, {@code future.drop-readable}, … */
  record OfType(int offset, Builtin builtin, int type) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code stream.read}, {@code stream.write}, {@code future.read} or {@code future.write}. */
  record Copy(int offset, Builtin builtin, int type, CanonOptions options) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code stream.cancel-read}, {@code stream.cancel-write}, and those of futures. */
  record CancelCopy(int offset, Builtin builtin, int type, boolean async) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code error-context.new} or {@code error-context.debug-message}. */
  record ErrorContext(int offset, Builtin builtin, CanonOptions options) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * {@code waitable-set.wait} or {@code waitable-set.poll}.
   *
   * @param memory a core memory's index
   */
  record Wait(int offset, Builtin builtin, boolean cancellable, int memory) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code thread.yield}, {@code thread.suspend} and similar built-ins. */
  record Switch(int offset, Builtin builtin, boolean cancellable) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /**
   * {@code thread.new-indirect}.
   *
   * @param type a core type's index
   * @param table a core table's index
   */
  record ThreadNew(int offset, Builtin builtin, int type, int table) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** {@code thread.spawn-ref}, {@code thread.spawn-indirect}, {@code thread.available-parallelism}. */
  record Shared(int offset, Builtin builtin) implements Concurrent {
    @Override
    public <R> R match(ConcurrentCases<R> cases) {
      return cases.on(this);
    }
  }

  /** The built-ins of concurrency and of error contexts, by name. */
  enum Builtin {
    BACKPRESSURE_INC("backpressure.inc"),
    BACKPRESSURE_DEC("backpressure.dec"),
    TASK_CANCEL("task.cancel"),
    CONTEXT_GET("context.get"),
    CONTEXT_SET("context.set"),
    SUBTASK_CANCEL("subtask.cancel"),
    SUBTASK_DROP("subtask.drop"),
    STREAM_NEW("stream.new"),
    STREAM_READ("stream.read"),
    STREAM_WRITE("stream.write"),
    STREAM_CANCEL_READ("stream.cancel-read"),
    STREAM_CANCEL_WRITE("stream.cancel-write"),
    STREAM_DROP_READABLE("stream.drop-readable"),
    STREAM_DROP_WRITABLE("stream.drop-writable"),
    FUTURE_NEW("future.new"),
    FUTURE_READ("future.read"),
    FUTURE_WRITE("future.write"),
    FUTURE_CANCEL_READ("future.cancel-read"),
    FUTURE_CANCEL_WRITE("future.cancel-write"),
    FUTURE_DROP_READABLE("future.drop-readable"),
    FUTURE_DROP_WRITABLE("future.drop-writable"),
    ERROR_CONTEXT_NEW("error-context.new"),
    ERROR_CONTEXT_DEBUG_MESSAGE("error-context.debug-message"),
    ERROR_CONTEXT_DROP("error-context.drop"),
    WAITABLE_SET_NEW("waitable-set.new"),
    WAITABLE_SET_WAIT("waitable-set.wait"),
    WAITABLE_SET_POLL("waitable-set.poll"),
    WAITABLE_SET_DROP("waitable-set.drop"),
    WAITABLE_JOIN("waitable.join"),
    THREAD_INDEX("thread.index"),
    THREAD_NEW_INDIRECT("thread.new-indirect"),
    THREAD_RESUME_LATER("thread.resume-later"),
    THREAD_SUSPEND("thread.suspend"),
    THREAD_YIELD("thread.yield"),
    THREAD_SUSPEND_THEN_RESUME("thread.suspend-then-resume"),
    THREAD_YIELD_THEN_RESUME("thread.yield-then-resume"),
    THREAD_SUSPEND_THEN_PROMOTE("thread.suspend-then-promote"),
    THREAD_YIELD_THEN_PROMOTE("thread.yield-then-promote"),
    THREAD_SPAWN_REF("thread.spawn-ref"),
    THREAD_SPAWN_INDIRECT("thread.spawn-indirect"),
    THREAD_AVAILABLE_PARALLELISM("thread.available-parallelism");

    private final String text;

    Builtin(String text) {
      this.text = text;
    }

    /** Returns the name in the text format. */
    public String text() {
      return text;
    }
  }
}
