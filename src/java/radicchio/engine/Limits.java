package radicchio.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What a guest may take.
 *
 * @param memoryPages the most pages (of 64 KiB) that any one memory may have
 * @param tableElements the most elements that any one table may have
 * @param totalMemory the most bytes that all memories and tables of a store may have together; an element of a table
 *     counts for eight
 * @param timeout the most time that one outermost call may take, waiting for the store included
 */
public record Limits(
    int memoryPages, int tableElements, long totalMemory, Optional<Duration> timeout) {
  /** The cap of the engine itself: 32,767 pages, just under 2 GiB. */
  public static final int MOST_PAGES = 32_767;

  /** The cap of the engine itself. */
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
          "a limit is negative: "
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

  /** With as many table elements as the engine can have, and the default total of memory. */
  public Limits(int memoryPages, Optional<Duration> timeout) {
    this(memoryPages, MOST_TABLE_ELEMENTS, DEFAULT_TOTAL_MEMORY, timeout);
  }
}
