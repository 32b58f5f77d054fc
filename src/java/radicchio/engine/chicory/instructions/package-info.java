/**
 * Instructions of guests that are implemented here and not by the engine: memory ({@link
 * radicchio.engine.chicory.instructions.ModuleMemory}), bounds ({@link radicchio.engine.chicory.instructions.BulkBounds}),
 * long operations in pieces ({@link radicchio.engine.chicory.instructions.PiecewiseInstructions}), and numeric instructions for
 * which the engine returns wrong results ({@link radicchio.engine.chicory.instructions.NumericInstructions}). Compiled guests
 * call them directly; interpreted guests call them through {@link
 * radicchio.engine.chicory.instructions.InterpreterLooks}. Compiled classes contain the names of the public classes: if a name
 * changes, increase the form in {@code EngineDigest}.
 */
package radicchio.engine.chicory.instructions;
