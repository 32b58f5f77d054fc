/**
 * Converts between the values of core WebAssembly and Clojure's. {@link radicchio.values.core.InstanceValues} makes the functions of a
 * core module for Clojure, {@link radicchio.values.core.CoreHostFunction} is a Clojure function for a core module, {@link
 * radicchio.values.core.CoreSlot} a global or an element of a table, and {@link radicchio.values.core.CoreSignature} their types
 * as data. Uses {@code core}, and {@code values.clojure} for numbers.
 */
package radicchio.values.core;
