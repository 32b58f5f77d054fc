package radicchio.engine.limits;

import radicchio.engine.Deadline;

/**
 * Sees to it that instructions which may take long by themselves look at the deadline: an engine looks only at loops
 * and calls, and a guest may have any number of such instructions between two of these. Each says what it is about to
 * do, a long one piece by piece. Used within an entrance of its store, by its thread.
 */
public final class WorkMeter {
  /** What a long instruction does at once, in bytes: less than a millisecond's copying, and much more than a look. */
  public static final int PIECE = 1 << 20;

  /** What an instruction costs that does little, as bytes. */
  public static final int LITTLE = 64;

  /** So much work makes a look. */
  static final long EVERY = 4L * PIECE;

  private final Deadline deadline;
  private long since;

  public WorkMeter(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Counts work of about as long as copying so many bytes takes.
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
