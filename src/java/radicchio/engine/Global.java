package radicchio.engine;

/** A global variable. */
public non-sealed interface Global extends Extern {

  @Override
  ExternType.GlobalType type();

  /** Its value as a slot (see {@link CoreType}). */
  long get();

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} where it is immutable */
  void set(long slot);
}
