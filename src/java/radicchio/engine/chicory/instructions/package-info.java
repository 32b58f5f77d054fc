/**
 * What instructions of guests do here and not in the engine: memory ({@link
 * radicchio.engine.chicory.instructions.ModuleMemory}), bounds ({@link radicchio.engine.chicory.instructions.BulkBounds}),
 * what is done in pieces ({@link radicchio.engine.chicory.instructions.PiecewiseInstructions}), and wrong results
 * ({@link radicchio.engine.chicory.instructions.NumericInstructions}). Compiled guests call
 * it, since {@code compile} puts it into their classes; interpreted ones through {@link
 * radicchio.engine.chicory.instructions.InterpreterLooks}. The names of its public classes are in compiled classes: a new
 * name is a new form in {@code EngineDigest}.
 */
package radicchio.engine.chicory.instructions;
