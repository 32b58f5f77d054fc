/**
 * What compiled functions call and use while they run: the {@link radicchio.engine.chicory.machine.GuestState} of their
 * instance, numeric instructions that the JVM does not have, traps, exceptions and calls of other instances. Generated classes
 * name these classes and methods; {@code EngineDigest.FORM} changes with them.
 */
package radicchio.engine.chicory.machine;
