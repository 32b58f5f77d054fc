package radicchio.engine;

/** A global variable. */
public non-sealed interface Global extends Extern {

  @Override
  ExternType.GlobalType type();

  /** Returns its value as a slot (see {@link CoreType}), or the first of two. */
  long get();

  /** Returns the second slot of a v128, otherwise 0. */
  long high();

  /**
   * Sets a value of one slot.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} if it is immutable
   */
  void set(long slot);
}
