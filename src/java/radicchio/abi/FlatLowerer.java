package radicchio.abi;

import radicchio.abi.context.Context;

/** Lowers staged values of one type to core values. */
@FunctionalInterface
interface FlatLowerer {
  /** @param at the index in {@code flat} of the type's first core value; zero from there on */
  void lower(Context context, Object staged, long[] flat, int at);
}
