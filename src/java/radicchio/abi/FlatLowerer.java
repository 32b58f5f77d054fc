package radicchio.abi;

/** Lowers staged values of one type to core values. */
@FunctionalInterface
interface FlatLowerer {
  /** @param at where in {@code flat} the type's core values start; zero from there on */
  void lower(Context context, Object staged, long[] flat, int at);
}
