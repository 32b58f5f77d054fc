/**
 * Functions with other instructions that do the same, where the engine runs theirs wrongly or slowly. The doors are
 * {@link radicchio.engine.chicory.rewrite.Mending} and {@link radicchio.engine.chicory.rewrite.Outlining}.
 */
package radicchio.engine.chicory.rewrite;
