package radicchio.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What a guest may take.
 *
 * @param memoryPages the most pages (of 64 KiB) that any one memory may have
 * @param tableElements the most elements that any one table may have
 * @param timeout the most time that one outermost call may take, waiting for the store included
 */
public record Limits(int memoryPages, int tableElements, Optional<Duration> timeout) {
  /** The cap of the engine itself: 32,767 pages, just under 2 GiB. */
  public static final int MOST_PAGES = 32_767;

  /** The cap of the engine itself. */
  public static final int MOST_TABLE_ELEMENTS = 10_000_000;

  public static final Limits DEFAULT = new Limits(MOST_PAGES, Optional.empty());

  /** @throws IllegalArgumentException where a limit is negative */
  public Limits {
    if (memoryPages < 0 || tableElements < 0 || timeout.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a limit is negative: " + memoryPages + " memory pages, "
          + tableElements + " table elements, timeout " + timeout);
    }
    memoryPages = Math.min(memoryPages, MOST_PAGES);
    tableElements = Math.min(tableElements, MOST_TABLE_ELEMENTS);
  }

  /** With as many table elements as the engine can have. */
  public Limits(int memoryPages, Optional<Duration> timeout) {
    this(memoryPages, MOST_TABLE_ELEMENTS, timeout);
  }
}
