/**
 * Instances of core modules, as their users see them. {@link radicchio.core.ModuleInstance} is an instance in a store: who enters
 * it, and when it ends. {@link radicchio.core.MemoryView} reads and writes its memory. Their values for Clojure are in {@code
 * values.core}. Uses {@code engine}, and the store and its lock from {@code runtime.task}.
 */
package radicchio.core;
