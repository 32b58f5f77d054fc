package radicchio.engine;

/** A global variable. */
public non-sealed interface Global extends Extern {

  @Override
  ExternType.GlobalType type();

  /** Returns its value as a slot (see {@link CoreType}). */
  long get();

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} if it is immutable */
  void set(long slot);
}
