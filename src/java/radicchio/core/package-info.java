/**
 * Instances of core modules, as their users see them. {@link radicchio.core.ModuleInstance} is an instance in a store: its entrance
 * and its end. {@link radicchio.core.MemoryView} reads and writes its memory. Their values for Clojure are in {@code
 * values.core}. Uses {@code engine}, and the store and its lock from {@code runtime.instance}.
 */
package radicchio.core;
