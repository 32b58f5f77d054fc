package radicchio.abi;

/** Loads values of one type from memory. */
@FunctionalInterface
interface Loader {
  /** @param pointer aligned for the type, with its size in bounds */
  Object load(Context context, long pointer);
}
