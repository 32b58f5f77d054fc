/**
 * Decides which parts of a large function become separate methods. HotSpot never compiles methods of more than 8,000 bytes,
 * and the JVM refuses those of more than 65,535.
 *
 * <p>While the compiler writes a long body for the first time, it records in a {@link
 * radicchio.engine.chicory.compiler.division.BodyOutline} the facts that a decision needs: blocks, branches, uses of locals,
 * the places where the operand stack of the block is clear, and the size of the code up to there. If the method becomes too
 * large, {@link radicchio.engine.chicory.compiler.division.Division} chooses {@link
 * radicchio.engine.chicory.compiler.division.FunctionPart}s, and the body is written again, with calls of them. This package
 * does not read WebAssembly and does not write JVM code.
 */
package radicchio.engine.chicory.compiler.division;
