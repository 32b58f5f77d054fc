/**
 * Keeps the classes that modules are compiled to. {@link radicchio.engine.chicory.compile.CompiledModule} is the entrance.
 * {@link radicchio.engine.chicory.compile.FreshModule} compiles a module. {@link radicchio.engine.chicory.compile.ClassCache}
 * caches the classes, and {@link radicchio.engine.chicory.compile.AheadOfTime} writes them for a jar. {@code store} calls this
 * package, which does not use instances.
 */
package radicchio.engine.chicory.compile;
