package radicchio.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What a guest may take.
 *
 * @param memoryPages the most pages (of 64 KiB) that any one memory may have
 * @param timeout the most time that one outermost call may take, waiting for the store included
 */
public record Limits(int memoryPages, Optional<Duration> timeout) {
  /** The cap of the engine itself: 32,767 pages, just under 2 GiB. */
  public static final int MOST_PAGES = 32_767;

  public static final Limits DEFAULT = new Limits(MOST_PAGES, Optional.empty());
}
