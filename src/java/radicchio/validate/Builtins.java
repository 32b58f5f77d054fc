package radicchio.validate;

import java.util.List;
import java.util.Optional;
import radicchio.component.Canon;
import radicchio.component.Canon.Builtin;
import radicchio.component.CanonOptions;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;
import radicchio.validate.core.CoreMatching;
import radicchio.validate.core.Invalid;
import radicchio.validate.type.Shape;
import radicchio.validate.type.TypeNode;
import radicchio.validate.type.ValueShape;

/** Computes the core functions of the built-ins for concurrency and error contexts. */
final class Builtins implements Canon.ConcurrentCases<ExternType.FuncType> {
  private static final int CONTEXT_SLOTS = 2;
  private static final CoreType I32 = CoreType.I32;

  private final Scope scope;

  /** @param scope the scope that defines them */
  Builtins(Scope scope) {
    this.scope = scope;
  }

  @Override
  public ExternType.FuncType on(Canon.Simple c) {
    return simple(c.builtin());
  }

  @Override
  public ExternType.FuncType on(Canon.Context c) {
    return context(c);
  }

  @Override
  public ExternType.FuncType on(Canon.OfType c) {
    boundTo(c.builtin(), c.type(), scope);
    return c.builtin() == Builtin.STREAM_NEW || c.builtin() == Builtin.FUTURE_NEW
        ? CoreMatching.func(List.of(), CoreType.I64)
        : CoreMatching.func(List.of(I32));
  }

  @Override
  public ExternType.FuncType on(Canon.CancelCopy c) {
    boundTo(c.builtin(), c.type(), scope);
    return CoreMatching.func(List.of(I32), I32);
  }

  @Override
  public ExternType.FuncType on(Canon.Copy c) {
    return copy(c, scope);
  }

  @Override
  public ExternType.FuncType on(Canon.SubtaskCancel c) {
    return CoreMatching.func(List.of(I32), I32);
  }

  @Override
  public ExternType.FuncType on(Canon.ErrorContext c) {
    return errorContext(c, scope);
  }

  @Override
  public ExternType.FuncType on(Canon.Wait c) {
    boolean wide = OptionRules.memory(c.memory(), scope).memory64();
    return CoreMatching.func(List.of(I32, wide ? CoreType.I64 : I32), I32);
  }

  @Override
  public ExternType.FuncType on(Canon.Switch c) {
    boolean other = c.builtin() != Builtin.THREAD_YIELD && c.builtin() != Builtin.THREAD_SUSPEND;
    return CoreMatching.func(other ? List.of(I32) : List.of(), I32);
  }

  @Override
  public ExternType.FuncType on(Canon.ThreadNew c) {
    return threadNew(c, scope);
  }

  @Override
  public ExternType.FuncType on(Canon.Shared c) {
    throw new Invalid("shared threads are not supported");
  }

  private static ExternType.FuncType simple(Builtin builtin) {
    return switch (builtin) {
      case BACKPRESSURE_INC, BACKPRESSURE_DEC, TASK_CANCEL -> CoreMatching.func(List.of());
      case WAITABLE_SET_NEW, THREAD_INDEX -> CoreMatching.func(List.of(), I32);
      case WAITABLE_JOIN -> CoreMatching.func(List.of(I32, I32));
      default -> CoreMatching.func(List.of(I32));
    };
  }

  private static ExternType.FuncType context(Canon.Context c) {
    if (c.type() != I32 && c.type() != CoreType.I64) {
      throw new Invalid("expected i32 or i64 as the type of a context");
    }
    if (Integer.compareUnsigned(c.slot(), CONTEXT_SLOTS) >= 0) {
      throw new Invalid(
          "expected one of "
              + CONTEXT_SLOTS
              + " contexts, got "
              + Integer.toUnsignedString(c.slot()));
    }
    return c.builtin() == Builtin.CONTEXT_GET
        ? CoreMatching.func(List.of(), c.type())
        : CoreMatching.func(List.of(c.type()));
  }

  /** Returns the element of the stream or future of a built-in, by the built-in's name. */
  private static Optional<TypeNode> boundTo(Builtin builtin, int index, Scope scope) {
    Shape shape = scope.spaces.types.get(index).shape();
    boolean stream = builtin.text().startsWith("stream.");
    if (stream && shape instanceof ValueShape.StreamShape s) {
      return s.element();
    } else if (!stream && shape instanceof ValueShape.FutureShape s) {
      return s.element();
    }
    throw new Invalid(
        "type " + index + " is " + shape.noun() + ", expected a " + (stream ? "stream" : "future"));
  }

  private static ExternType.FuncType copy(Canon.Copy c, Scope scope) {
    Optional<TypeNode> element = boundTo(c.builtin(), c.type(), scope);
    OptionRules options = new OptionRules(c.options(), scope);
    options.notLifting();
    if (element.isPresent()) {
      options.needMemory();
      boolean reads = c.builtin() == Builtin.STREAM_READ || c.builtin() == Builtin.FUTURE_READ;
      if (reads && element.get().facts().pointer()) {
        options.needRealloc();
      }
    }
    CoreType pointer = options.pointer();
    return c.builtin().text().startsWith("stream.")
        ? CoreMatching.func(List.of(I32, pointer, pointer), pointer)
        : CoreMatching.func(List.of(I32, pointer), I32);
  }

  private static ExternType.FuncType errorContext(Canon.ErrorContext c, Scope scope) {
    OptionRules options = new OptionRules(c.options(), scope);
    options.notLifting();
    if (c.options().list().contains(new CanonOptions.Async())) {
      throw new Invalid("option async is not allowed here");
    }
    options.needMemory();
    CoreType pointer = options.pointer();
    if (c.builtin() == Builtin.ERROR_CONTEXT_NEW) {
      return CoreMatching.func(List.of(pointer, pointer), I32);
    }
    options.needRealloc();
    return CoreMatching.func(List.of(I32, pointer));
  }

  private static ExternType.FuncType threadNew(Canon.ThreadNew c, Scope scope) {
    ExternType.FuncType start = CoreTypes.func(scope.spaces.coreTypes, c.type());
    if (start.params().size() != 1 || !start.results().isEmpty()) {
      throw new Invalid(
          "expected (func (param i32)) as the function of a thread, got "
              + CoreMatching.text(start));
    }
    ExternType.TableType table = scope.spaces.coreTables.get(c.table());
    if (!table.element().equals(CoreType.FUNCREF)) {
      throw new Invalid("expected funcref as the element type of a thread's table");
    }
    return CoreMatching.func(
        List.of(table.table64() ? CoreType.I64 : I32, start.params().get(0)), I32);
  }
}
