/**
 * Compiles modules to classes. {@link radicchio.engine.chicory.compile.CompiledModule} is the entrance. {@link
 * radicchio.engine.chicory.compile.Compilation} calls the engine's compiler, after {@code Trial} has found the functions that it
 * cannot compile. {@link radicchio.engine.chicory.compile.ClassCache} caches the classes, and {@link
 * radicchio.engine.chicory.compile.AheadOfTime} writes them for a jar. {@code store} calls this package, which does not use
 * instances.
 */
package radicchio.engine.chicory.compile;
