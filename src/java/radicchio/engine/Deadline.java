package radicchio.engine;

/**
 * The deadline of the call that is under way in a store. Guests are stopped at their loops and calls; work of the
 * host whose length a guest chose (a long copy, a conversion of many values, a wait) asks here, at least once in
 * some milliseconds. Used within an entrance of the store, by its thread.
 */
public interface Deadline {
  /** For work that no call waits for. */
  Deadline NONE =
      new Deadline() {
        @Override
        public void check() {
          // the work may go on
        }

        @Override
        public void checkTime() {
          // there is none
        }

        @Override
        public long nanosLeft() {
          return Long.MAX_VALUE;
        }
      };

  /**
   * Returns if the call may go on.
   *
   * @throws radicchio.error.RadicchioException {@code LIMIT}, {@code :timeout} after the deadline, {@code
   *     :interrupted} if somebody interrupted the thread, whose flag stays set
   */
  void check();

  /** As {@link #check}, an interrupt aside: what a call ends with, so that one that overran never returns. */
  void checkTime();

  /** The time that the call has left in nanoseconds, zero or less after the deadline; the most if there is none. */
  long nanosLeft();
}
