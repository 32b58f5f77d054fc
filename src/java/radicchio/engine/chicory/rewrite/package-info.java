/**
 * Replaces instructions of functions by equivalent ones, if the engine's interpreter executes the originals wrongly. The
 * entrance is {@link radicchio.engine.chicory.rewrite.Mending}.
 */
package radicchio.engine.chicory.rewrite;
