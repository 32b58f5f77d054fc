/**
 * Limits that hold whichever engine runs: the time of a call ({@link radicchio.engine.limits.Clock}), checks of the
 * deadline within long work ({@link radicchio.engine.limits.WorkMeter}), room on the stack ({@link
 * radicchio.engine.limits.StackRoom}) and heap for reporting that the heap is full ({@link
 * radicchio.engine.limits.HeapReserve}). An engine calls it; it uses {@code engine} and {@code error}.
 */
package radicchio.engine.limits;
