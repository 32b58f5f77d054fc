/**
 * Chicory as the engine: the only package, with those below it, that knows its classes, its exceptions and its faults.
 *
 * <p>{@link radicchio.engine.chicory.Chicory} is the door, and found as a service. A module's bytes are checked by
 * {@code format}, mended and divided by {@code rewrite}, then compiled ({@code Compilation}; {@code Trial} finds what
 * the engine's compiler cannot make) or taken from {@code ClassCache}, and kept as a {@code CompiledModule}. A
 * {@code GuestStore} holds what instances share: {@code StoreFunc}, {@code StoreMemory}, {@code StoreTable},
 * {@code StoreGlobal}, {@code StoreTag}. {@code ModuleLinker} makes a {@code GuestInstance} in it. Calls go in through
 * {@code GuestFunc} and out through {@code StoreHostFunc}; {@code Clock} ends them, {@code Traps} says why they ended.
 */
package radicchio.engine.chicory;
