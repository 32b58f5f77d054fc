package radicchio.runtime.instance;

/**
 * The limits of the calls of an instance.
 *
 * @param liftedBytes about how many bytes of heap the lifted values of one call may fill
 * @param loweredBytes about how many bytes of heap the elements of sequences of unknown length may fill, in the arguments of one
 *     call or the result of a host function
 * @param handles the most handles of one component instance, and the most of the host
 */
public record CallLimits(long liftedBytes, long loweredBytes, int handles) {}
