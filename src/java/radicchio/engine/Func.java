package radicchio.engine;

/** A function of a core instance, or one of the host. */
public non-sealed interface Func extends Extern {

  @Override
  ExternType.FuncType type();

  /**
   * Calls it within an entrance of its store ({@link Store#enter}).
   *
   * @param args one slot a parameter (see {@link CoreType}); not checked against the type
   * @return one slot a result; may be an empty array, never null
   * @throws radicchio.error.RadicchioException {@code TRAP} for a trap (the kind under {@code :trap}),
   *     {@code LIMIT} when a limit was reached; whatever a host function threw leaves as itself
   */
  long[] call(long... args);
}
