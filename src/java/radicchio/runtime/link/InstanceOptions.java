package radicchio.runtime.link;

import radicchio.engine.Limits;
import radicchio.runtime.task.CallLimits;

/**
 * What an instance is made with.
 *
 * @param limits what its guests may take of memory and time
 * @param liftedBytes about how many bytes of heap one call's lifted values may fill
 * @param loweredBytes about how many bytes of heap the elements of sequences that do not say how many they have may
 *     fill, in one call's arguments or a host function's result
 * @param handles the most handles that the table of one component instance may hold
 * @param missing what becomes of imports that nobody gives
 * @param taggedResults whether host functions whose type is a {@code result} return it as a value; those of
 *     {@link HostImports#fallback} never do
 * @param imports what the host gives
 */
public record InstanceOptions(
    Limits limits,
    long liftedBytes,
    long loweredBytes,
    int handles,
    Missing missing,
    boolean taggedResults,
    HostImports imports) {

  /** The most pages that one memory may have where nothing is said: 1 GiB. */
  public static final int DEFAULT_MEMORY_PAGES = 16_384;

  public static final long DEFAULT_LIFTED_BYTES = 1L << 29;
  public static final long DEFAULT_LOWERED_BYTES = 1L << 26;
  public static final int DEFAULT_HANDLES = 1 << 20;

  /** What becomes of imports that nobody gives. */
  public enum Missing {
    /** Instantiation fails, naming all of them; those of {@link HostImports#fallback} are given by it. */
    REFUSE,
    /** As {@link #REFUSE}, without the fallback. */
    REFUSE_ALL,
    /** They trap when they are called. */
    TRAP
  }

  /** What its calls may take. */
  public CallLimits calls() {
    return new CallLimits(liftedBytes, loweredBytes, handles);
  }
}
