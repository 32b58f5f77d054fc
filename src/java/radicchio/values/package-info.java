/**
 * Converts between guests' values and Clojure's. Only this room defines what a record, a variant or a handle is for a
 * Clojure program, and only this room imports {@code clojure.lang}. {@link radicchio.values.ClojureValues} is the
 * entrance.
 */
package radicchio.values;
