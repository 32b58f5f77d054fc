package radicchio.runtime.task;

/**
 * What the calls of an instance may take.
 *
 * @param liftedBytes about how many bytes of heap one call's lifted values may fill
 * @param loweredBytes about how many bytes of heap the elements of sequences that do not say how many they have may
 *     fill, in one call's arguments or a host function's result
 * @param handles the most handles that one component instance may have, and the most that the host may
 */
public record CallLimits(long liftedBytes, long loweredBytes, int handles) {}
