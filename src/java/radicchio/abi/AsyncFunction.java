package radicchio.abi;

import java.util.List;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.abi.layout.Despecialize;
import radicchio.abi.layout.FlatTypes;
import radicchio.abi.value.Values;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.component.ValType.Field;

/**
 * The plan of one function type for the async ABI, where values are passed in other ways: up to four parameters of an async lower
 * are core values, its result is always in memory, and an async lift passes its result as arguments of {@code task.return}. It is
 * immutable, and any thread may use it.
 */
public final class AsyncFunction {
  /** No core values: whatever there is, is passed in memory. */
  private static final int NONE = -1;

  private static final Object[] NO_ARGUMENTS = {};

  private final Passing params;
  private final Passing stored;
  private final Passing returned;

  private AsyncFunction(Passing params, Passing stored, Passing returned) {
    this.params = params;
    this.stored = stored;
    this.returned = returned;
  }

  static AsyncFunction of(FuncType type, Values paramValues, Values resultValues) {
    Despecialize layouts = new Despecialize();
    List<ValType> params = type.params().stream().map(Field::type).toList();
    List<ValType> result = type.result().map(List::of).orElse(List.of());
    return new AsyncFunction(
        Passing.of(layouts, params, FlatTypes.MAX_ASYNC_PARAMS, paramValues),
        Passing.of(layouts, result, result.isEmpty() ? 0 : NONE, resultValues),
        Passing.of(layouts, result, FlatTypes.MAX_PARAMS, resultValues));
  }

  /** Lifts the core arguments of a guest's call of a function that is lowered with {@code async}. */
  public Object[] liftArguments(Context context, long[] arguments) {
    try {
      return params.isEmpty() ? NO_ARGUMENTS : params.lift(context, arguments);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /**
   * Stores the staged result for the guest that called.
   *
   * @param arguments the core arguments of that call; the last one is the address for the result, if there is one
   */
  public void storeResult(Context context, Object staged, long[] arguments) {
    try {
      if (!stored.isEmpty()) {
        long pointer = arguments[arguments.length - 1] & 0xFFFF_FFFFL;
        stored.storeAt(context, new Object[] {staged}, pointer);
      }
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }

  /** Lifts the arguments of {@code task.return}. Returns null if the type has no result. */
  public Object liftReturned(Context context, long[] arguments) {
    try {
      return returned.isEmpty() ? null : returned.liftOne(context, arguments);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw Trap.exhausted(e);
    }
  }
}
