/**
 * What compiled functions call and reach while they run: the {@link radicchio.engine.chicory.machine.GuestState} of their instance,
 * numeric instructions that the JVM has not, traps, exceptions and calls of other instances. Generated classes name these classes
 * and methods; {@code EngineDigest.FORM} changes with them.
 */
package radicchio.engine.chicory.machine;
