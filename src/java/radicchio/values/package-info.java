/**
 * The Clojure values that lifting makes and lowering reads: the one place that knows what a record, a variant
 * or a handle is to a Clojure program, and the one that imports {@code clojure.lang}.
 * {@link radicchio.values.ClojureValues} is the door.
 */
package radicchio.values;
