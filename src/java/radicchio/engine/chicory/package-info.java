/**
 * Chicory as the engine: the only packages that know its classes, its exceptions and its faults.
 *
 * <p>{@link radicchio.engine.chicory.Chicory} is the door, and found as a service. The bytes of a module go through
 * {@code module}, which reads and refuses, {@code rewrite}, which mends and divides functions, and {@code compile}, which
 * makes classes or takes them from the cache. {@code store} has what is shared at run time, and calls;
 * {@code instructions} is what the instructions of guests call in either backend; {@code lanes} says what the
 * instructions on vectors are in terms of numbers. Each uses those before it only: {@code lanes}, {@code rewrite}, {@code module},
 * {@code instructions}, {@code compile}, {@code store}.
 *
 * <p>A compiler of our own would take the place of {@code compile} and {@code rewrite}. What it has to give is what
 * {@code store} asks of {@link radicchio.engine.chicory.compile.CompiledModule} and of its {@link
 * radicchio.engine.chicory.compile.Compilation}: a machine for an instance, the functions that run interpreted, the name of
 * the classes.
 */
package radicchio.engine.chicory;
