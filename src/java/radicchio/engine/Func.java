package radicchio.engine;

/**
 * A function of a core instance, or one of the host.
 *
 * <p>Kinds of traps: {@code :unreachable :out-of-bounds-memory :out-of-bounds-table :out-of-bounds-array
 * :undefined-element :uninitialized-element :indirect-call-type :integer-divide-by-zero :integer-overflow
 * :invalid-conversion :stack-exhausted :uncaught-exception :null-reference :cast-failure :unaligned-atomic
 * :expected-shared-memory}, and {@code :engine} for a fault of the engine. Kinds of limits that a call can
 * reach: {@code :timeout :interrupted :heap}.
 */
public non-sealed interface Func extends Extern {

  @Override
  ExternType.FuncType type();

  /**
   * Calls it inside an entrance of its store ({@link CoreStore#enter}).
   *
   * @param args the slots of the parameters (see {@link CoreType}); not checked against the type
   * @return the slots of the results; may be an empty array, never null
   * @throws radicchio.error.RadicchioException {@code TRAP} for a trap, with its kind under {@code :trap} and the running
   *     functions of the guest, innermost first, under {@code :frames}; {@code LIMIT} for a reached limit, with its name under
   *     {@code :limit}. An exception of a host function leaves unchanged
   */
  long[] call(long... args);

  /** Tests whether {@link #direct} may be called: it has at most four parameters and one result, all integers or floats. */
  boolean isDirect();

  /**
   * Does the same as {@link #call}. The JVM need not allocate arrays for it.
   *
   * @param d each parameter's slot; any value for a parameter that the function does not have
   * @return the slot of the result; zero without one
   */
  long direct(long a, long b, long c, long d);
}
