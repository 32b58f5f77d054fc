package radicchio.runtime.call;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A component-level function: of a guest or of the host ({@code FuncInst}). */
public sealed interface ComponentFunction permits LiftedFunction, HostFunction {

  /** Returns the plans of its type, with the resource types of the instantiation that made it. */
  Plans plans();

  /**
   * Tests whether it takes this number of arguments and {@link #callScalar} may be used: its arguments and its result are numbers
   * or similar scalars, at most four, and none of them is passed in memory. Must be called inside an entrance of the store.
   */
  boolean takesScalars(int count);

  /**
   * Reads an argument for {@link #callScalar}.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} for a value that the type refuses
   */
  long readScalar(int parameter, Object value);

  /**
   * Does the same as {@link #call}, with core values, inside an entrance of the store.
   *
   * @param d any value for a parameter that it does not have
   */
  Object callScalar(long a, long b, long c, long d);

  /**
   * Tests whether it takes this number of arguments and {@link #callPrimitive} may be used: {@link #takesScalars}, and its arguments
   * and its result have primitive types of the JVM. Must be called inside an entrance of the store.
   */
  boolean takesPrimitives(int count);

  /**
   * Does the same as {@link #call}, inside an entrance of the store..
   *
   * @param d each argument as a long, or as the bits of a double for a float; any value for a parameter that it does not have
   * @return the result in the same form
   */
  long callPrimitive(long a, long b, long c, long d);

  /**
   * Calls it from the host, inside an entrance of the store.
   *
   * @param arguments host values, one for each parameter; checked by this method
   * @return a host value, or an {@link Outcome} if the type is a {@code result}
   */
  Object call(Object[] arguments);

  /**
   * Begins a call from the host, inside an entrance of the store, which it does not wait for.
   *
   * @return the future of what {@link #call} returns; empty if it cannot wait for anything, so that it must be called
   */
  Optional<CompletableFuture<Object>> begin(Object[] arguments);
}
