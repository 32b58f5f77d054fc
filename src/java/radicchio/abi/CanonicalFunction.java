package radicchio.abi;

import radicchio.component.FuncType;
import radicchio.engine.ExternType;

/**
 * The plan of one function type: how its values are read, lowered and lifted. Made when a function is linked,
 * immutable, used by any thread.
 *
 * <p>Calling a guest's function ({@code canon lift}): {@link #readArguments}, {@link #lowerArguments}, the
 * core call, {@link #liftResult}, then {@code post-return} with the same core results. Being called by a guest
 * ({@code canon lower}): {@link #liftArguments}, the host's function, {@link #readResult},
 * {@link #lowerResult}. From component to component, with two contexts and the plan of
 * {@link Values#PLAIN}: {@link #liftArguments} in the caller's, {@link #lowerArguments} in the callee's, the
 * core call, {@link #liftResult} in the callee's, {@link #lowerResult} in the caller's.
 *
 * <p>Where {@link #isScalar} holds, {@link #readScalar}, the core call and {@link #makeResult} do the same
 * without a context, and without boxing arguments.
 */
public final class CanonicalFunction {

  /** Which canonical options a definition has to have, by the specification's validation. */
  public record Needs(boolean memory, boolean realloc) {}

  private CanonicalFunction() {}

  /**
   * Plans a function type.
   *
   * @param values what its values are to the host
   * @throws radicchio.error.RadicchioException {@code INVALID} for a type that is none (an empty record,
   *     33 flags), or that this library does not have yet: stream, future, error-context
   */
  public static CanonicalFunction of(FuncType type, Values values) {
    throw new UnsupportedOperationException();
  }

  public FuncType type() {
    throw new UnsupportedOperationException();
  }

  /** {@code flatten_functype(…, 'lift')}: the core type of a function that is to be lifted to this type. */
  public ExternType.FuncType liftedType() {
    throw new UnsupportedOperationException();
  }

  /** {@code flatten_functype(…, 'lower')}: the core type that this type is lowered to. */
  public ExternType.FuncType loweredType() {
    throw new UnsupportedOperationException();
  }

  public Needs liftNeeds() {
    throw new UnsupportedOperationException();
  }

  public Needs lowerNeeds() {
    throw new UnsupportedOperationException();
  }

  /** Whether it has scalars only and passes them as core values: at most 16 parameters, any result. */
  public boolean isScalar() {
    throw new UnsupportedOperationException();
  }

  /** Reads one argument of a scalar function to its core value. */
  public long readScalar(int parameter, Object value) {
    throw new UnsupportedOperationException();
  }

  /** The host value of a scalar function's core results; null where the type has no result. */
  public Object makeResult(long[] results) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads arguments, all of them before anything is lowered.
   *
   * @param arguments as many as there are parameters
   * @return staged arguments
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} or {@code CLOSED} for the first value that
   *     its type refuses, naming its path, also under {@code :path}
   */
  public Object[] readArguments(Object[] arguments) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a host function's result; where the type has none, the value is ignored.
   *
   * @return the staged result, or null without one
   * @throws radicchio.error.RadicchioException as {@link #readArguments}; the path starts with "result"
   */
  public Object readResult(Object value) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lowers staged arguments for a lifted callee ({@code lower_flat_values}).
   *
   * @return the core arguments
   */
  public long[] lowerArguments(Context context, Object[] staged) {
    throw new UnsupportedOperationException();
  }

  /** Lifts the core results of a lifted callee; null where the type has no result. */
  public Object liftResult(Context context, long[] results) {
    throw new UnsupportedOperationException();
  }

  /** Lifts the core arguments with which a guest calls a lowered function. */
  public Object[] liftArguments(Context context, long[] arguments) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lowers the staged result for the guest that called.
   *
   * @param arguments the core arguments of that call; the last may say where the result is to be stored
   * @return the core results
   */
  public long[] lowerResult(Context context, Object staged, long[] arguments) {
    throw new UnsupportedOperationException();
  }
}
