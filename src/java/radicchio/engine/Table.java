package radicchio.engine;

/** A table of references. Slots are references of the store: see {@link CoreStore}. */
public non-sealed interface Table extends Extern {

  @Override
  ExternType.TableType type();

  /** Returns the current number of elements. */
  long size();

  /** Grows by {@code count} elements of {@code ref}. Returns the previous size, or -1 if it cannot grow. */
  long grow(long count, long ref);

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} out of bounds */
  long get(long index);

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} out of bounds or of another type */
  void set(long index, long ref);
}
