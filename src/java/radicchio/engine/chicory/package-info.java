/**
 * Chicory as the engine. Only these packages use its classes and exceptions, and correct its faults.
 *
 * <p>{@link radicchio.engine.chicory.Chicory} is the entrance, which is found as a service. {@code module} reads the bytes of a
 * module, or refuses it. {@code rewrite} corrects its functions for the interpreter. {@code compiler} makes classes of them,
 * and {@code compile} keeps these, or takes them from the cache. {@code store} has the objects that are shared at run time, and
 * the calls. Guests call {@code instructions} on both backends. {@code lanes} implements the instructions on vectors. Each uses
 * only those before it: {@code lanes}, {@code rewrite}, {@code module}, {@code instructions}, {@code machine}, {@code
 * compiler}, {@code compile}, {@code store}.
 */
package radicchio.engine.chicory;
