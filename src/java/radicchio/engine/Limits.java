package radicchio.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a guest.
 *
 * @param memoryPages the most pages (of 64 KiB) of any one memory
 * @param tableElements the most elements of any one table
 * @param totalMemory the most bytes of all memories and tables of a store together; an element of a table counts for eight
 * @param timeout the most time of one outermost call, with the time that it waits for the store
 */
public record Limits(
    int memoryPages, int tableElements, long totalMemory, Optional<Duration> timeout) {
  /** The engine's own limit: 32,767 pages, just under 2 GiB. */
  public static final int MOST_PAGES = 32_767;

  /** The engine's own limit. */
  public static final int MOST_TABLE_ELEMENTS = 10_000_000;

  /** 2 GiB, for {@link #totalMemory}. */
  public static final long DEFAULT_TOTAL_MEMORY = 1L << 31;

  public static final Limits DEFAULT = new Limits(MOST_PAGES, Optional.empty());

  /** @throws IllegalArgumentException if a limit is negative */
  public Limits {
    if (memoryPages < 0
        || tableElements < 0
        || totalMemory < 0
        || timeout.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException(
          "expected no negative limit, got "
              + memoryPages
              + " memory pages, "
              + tableElements
              + " table elements, "
              + totalMemory
              + " bytes of memory, timeout "
              + timeout);
    }
    memoryPages = Math.min(memoryPages, MOST_PAGES);
    tableElements = Math.min(tableElements, MOST_TABLE_ELEMENTS);
  }

  /** Limits with the engine's most table elements, and the default total of memory. */
  public Limits(int memoryPages, Optional<Duration> timeout) {
    this(memoryPages, MOST_TABLE_ELEMENTS, DEFAULT_TOTAL_MEMORY, timeout);
  }
}
