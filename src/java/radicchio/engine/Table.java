package radicchio.engine;

/** A table of references. Slots are references of the store: see {@link CoreStore}. */
public non-sealed interface Table extends Extern {

  @Override
  ExternType.TableType type();

  /** The current number of elements. */
  long size();

  /** Grows by {@code count} elements of {@code ref}; the previous size, or -1 where it cannot. */
  long grow(long count, long ref);

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} out of bounds */
  long get(long index);

  /** @throws radicchio.error.RadicchioException {@code ARGUMENT} out of bounds or of another type */
  void set(long index, long ref);
}
