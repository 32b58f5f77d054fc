package radicchio.runtime.link;

import radicchio.engine.Limits;
import radicchio.runtime.instance.CallLimits;
import radicchio.runtime.instance.InstanceStore;

/**
 * The options of an instance.
 *
 * @param limits the limits of memory and time for its guests
 * @param liftedBytes the approximate most heap in bytes for one call's lifted values
 * @param loweredBytes the approximate most heap in bytes for elements of sequences without a count, in one call's arguments or a
 *     host function's result
 * @param handles the most handles in the table of one component instance
 * @param tasks the most threads for tasks of guests that wait, and the most for host functions that wait
 * @param missing the treatment of missing imports
 * @param taggedResults whether host functions whose type is a {@code result} return it as a tagged value; those of {@link
 *     HostImports#fallback} never do
 * @param imports the imports of the host
 */
public record InstanceOptions(
    Limits limits,
    long liftedBytes,
    long loweredBytes,
    int handles,
    int tasks,
    Missing missing,
    boolean taggedResults,
    HostImports imports) {

  /** The most pages of one memory by default: 1 GiB. */
  public static final int DEFAULT_MEMORY_PAGES = 16_384;

  public static final long DEFAULT_LIFTED_BYTES = 1L << 29;
  public static final long DEFAULT_LOWERED_BYTES = 1L << 26;
  public static final int DEFAULT_HANDLES = 1 << 20;
  public static final int DEFAULT_TASKS = InstanceStore.DEFAULT_TASKS;

  /** The treatment of missing imports. */
  public enum Missing {
    /** Instantiation fails, with all missing imports; {@link HostImports#fallback} supplies its own. */
    REFUSE,
    /** Like {@link #REFUSE}, without the fallback. */
    REFUSE_ALL,
    /** They trap when they are called. */
    TRAP
  }

  /** What its calls may take. */
  public CallLimits calls() {
    return new CallLimits(liftedBytes, loweredBytes, handles);
  }
}
