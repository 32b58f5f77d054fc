package radicchio.engine;

/**
 * The deadline of the current call in a store. Guests are stopped at their loops and calls. Work of the host whose length a guest
 * chooses (a long copy, a conversion of many values, a wait) must check it at least once every few milliseconds. Used inside an
 * entrance of the store, by its thread.
 */
public interface Deadline {
  /** For work outside a call. */
  Deadline NONE =
      new Deadline() {
        @Override
        public void check() {
          // no deadline: the work may continue
        }

        @Override
        public void checkTime() {
          // no deadline
        }

        @Override
        public long nanosLeft() {
          return Long.MAX_VALUE;
        }
      };

  /**
   * Returns if the call may continue.
   *
   * @throws radicchio.error.RadicchioException {@code LIMIT}: {@code :timeout} after the deadline, {@code :interrupted} if the
   *     thread was interrupted; its interrupt flag stays set
   */
  void check();

  /** Does the same as {@link #check} without interrupts, at the end of a call, so that one that took too long never returns. */
  void checkTime();

  /** Returns the remaining time of the call in nanoseconds; zero or less after the deadline; the maximum without one. */
  long nanosLeft();
}
