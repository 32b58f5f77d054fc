/**
 * From a module to classes: {@link radicchio.engine.chicory.compile.CompiledModule} is the door. {@link
 * radicchio.engine.chicory.compile.Compilation} calls the engine's compiler, after {@code Trial} found what it cannot make;
 * {@link radicchio.engine.chicory.compile.ClassCache} keeps what it made, {@link
 * radicchio.engine.chicory.compile.AheadOfTime} writes it for a jar. {@code store} calls it; it knows of no instance.
 */
package radicchio.engine.chicory.compile;
