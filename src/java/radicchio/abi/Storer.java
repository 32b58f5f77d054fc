package radicchio.abi;

/** Stores staged values of one type into memory. */
@FunctionalInterface
interface Storer {
  /** @param pointer aligned for the type, with its size in bounds */
  void store(Context context, Object staged, long pointer);
}
