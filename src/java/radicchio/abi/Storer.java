package radicchio.abi;

import radicchio.abi.context.Context;

/** Stores staged values of one type into memory. */
@FunctionalInterface
interface Storer {
  /** @param pointer aligned for the type; the type's size is in bounds */
  void store(Context context, Object staged, long pointer);
}
