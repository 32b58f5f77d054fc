package radicchio.abi;

import radicchio.abi.context.Context;

/** Lifts values of one type from core values. */
@FunctionalInterface
interface FlatLifter {
  /** @param at the index in {@code flat} of the type's first core value */
  Object lift(Context context, long[] flat, int at);
}
