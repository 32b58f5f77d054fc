/**
 * Chicory as the engine. Only these packages use its classes and exceptions, and correct its faults.
 *
 * <p>{@link radicchio.engine.chicory.Chicory} is the entrance, which is found as a service. {@code module} reads the bytes of a
 * module, or refuses it. {@code rewrite} corrects and divides its functions. {@code compile} makes classes, or takes them from the
 * cache. {@code store} has the objects that are shared at run time, and the calls. Guests call {@code instructions} on both
 * backends. {@code lanes} implements the instructions on vectors. Each uses only those before it: {@code lanes}, {@code rewrite},
 * {@code module}, {@code instructions}, {@code compile}, {@code store}.
 *
 * <p>A compiler of our own could replace {@code compile} and {@code rewrite}. It must have the methods that {@code store} calls on
 * {@link radicchio.engine.chicory.compile.CompiledModule} and {@link radicchio.engine.chicory.compile.Compilation}: they return a
 * machine for an instance, the interpreted functions, and the name of the classes.
 */
package radicchio.engine.chicory;
