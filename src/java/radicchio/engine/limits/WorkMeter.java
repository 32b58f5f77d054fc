package radicchio.engine.limits;

import radicchio.engine.Deadline;

/**
 * Makes instructions that may take long check the deadline. An engine checks only at loops and calls, and a guest may execute any number
 * of such instructions between two checks. Each counts its work in advance, a long one piece by piece. Used inside an entrance of its
 * store, by its thread.
 */
public final class WorkMeter {
  /** The work of a long instruction between two checks, in bytes: less than a millisecond's copying, and much more than a check. */
  public static final int PIECE = 1 << 20;

  /** The cost of a short instruction, in bytes. */
  public static final int LITTLE = 64;

  /** The work between two checks. */
  static final long EVERY = 4L * PIECE;

  private final Deadline deadline;
  private long since;

  public WorkMeter(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Counts work that takes about as long as copying this many bytes.
   *
   * @throws radicchio.error.RadicchioException as {@link Deadline#check}
   */
  public void count(long bytes) {
    since += bytes;
    if (since >= EVERY) {
      since = 0;
      deadline.check();
    }
  }
}
