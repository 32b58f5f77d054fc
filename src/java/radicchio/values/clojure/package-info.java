/**
 * Converts between components' values and Clojure's. Only this room defines what a record, a variant or a handle is for a
 * Clojure program. {@link radicchio.values.clojure.ClojureValues} is the entrance: a host function or an instance gets it as its
 * {@link radicchio.abi.value.Values}. Uses {@code abi} and {@code component}.
 */
package radicchio.values.clojure;
