/**
 * The binary format of core modules, read before the engine reads it: what is malformed, what names something that is
 * not there, and what is more than can be expanded, each with its place. {@link
 * radicchio.engine.chicory.module.format.ModuleFormat} is the door; {@link radicchio.engine.chicory.module.format.Cursor} is the cursor
 * of everything that reads or rewrites a module.
 */
package radicchio.engine.chicory.module.format;
