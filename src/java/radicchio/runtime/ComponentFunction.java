package radicchio.runtime;

/** A component-level function: of a guest or of the host ({@code FuncInst}). */
sealed interface ComponentFunction extends LinkedEntity permits LiftedFunction, HostFunction {

  /** The plans of its type, with the resource types of the instantiation that made it. */
  Plans plans();

  /**
   * Calls it from the host, within an entrance of the store.
   *
   * @param arguments host values, checked here
   * @return a host value, an {@link Outcome} where the type is a {@code result}
   */
  Object callFromHost(Object[] arguments);
}
