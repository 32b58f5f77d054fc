/**
 * Replaces instructions of functions by equivalent ones, if the engine executes the originals wrongly or slowly. The entrances are {@link
 * radicchio.engine.chicory.rewrite.Mending} and {@link radicchio.engine.chicory.rewrite.Outlining}.
 */
package radicchio.engine.chicory.rewrite;
