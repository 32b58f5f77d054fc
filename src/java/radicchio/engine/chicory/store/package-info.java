/**
 * What is shared at run time, and calls. A {@link radicchio.engine.chicory.store.GuestStore} holds what instances share:
 * {@code StoreFunc}, {@code StoreMemory}, {@code StoreTable}, {@code StoreGlobal}, {@code StoreTag}. {@code ModuleLinker}
 * makes a {@code GuestInstance} in it. Calls go in through {@code GuestFunc} and out through {@code StoreHostFunc}, within
 * an {@code Execution}; {@code Traps} has the reason why they ended, {@code Frames} the place. Only {@code Chicory} calls it, and
 * code that has one of its parts as the type of {@code radicchio.engine}.
 */
package radicchio.engine.chicory.store;
