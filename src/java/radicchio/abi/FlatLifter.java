package radicchio.abi;

/** Lifts values of one type from core values. */
@FunctionalInterface
interface FlatLifter {
  /** @param at where in {@code flat} the type's core values start */
  Object lift(Context context, long[] flat, int at);
}
