package radicchio.runtime.task;

/** A component-level function: of a guest or of the host ({@code FuncInst}). */
public sealed interface ComponentFunction permits LiftedFunction, HostFunction {

  /** The plans of its type, with the resource types of the instantiation that made it. */
  Plans plans();

  /**
   * Whether it takes so many arguments and {@link #callScalar} may be used: they and the result are numbers and their
   * kin, and none of them goes by memory. Asked within an entrance of the store.
   */
  boolean takesScalars(int count);

  /**
   * Reads an argument for {@link #callScalar}.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} for a value that the type refuses
   */
  long readScalar(int parameter, Object value);

  /** As {@link #call}, with core values, within an entrance of the store. */
  Object callScalar(long[] slots);

  /**
   * Calls it from the host, within an entrance of the store.
   *
   * @param arguments host values, as many as it has parameters; checked here
   * @return a host value, an {@link Outcome} where the type is a {@code result}
   */
  Object call(Object[] arguments);
}
