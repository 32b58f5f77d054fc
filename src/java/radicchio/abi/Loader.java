package radicchio.abi;

import radicchio.abi.context.Context;

/** Loads values of one type from memory. */
@FunctionalInterface
interface Loader {
  /** @param pointer aligned for the type; the type's size is in bounds */
  Object load(Context context, long pointer);
}
