package radicchio.runtime.stream;

import java.util.function.BooleanSupplier;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.Operation;

/** The way between an instance that the host made and the threads of the host. */
public interface HostDoor {

  /** Begins an operation that the guest may wait for. Must be called inside the store. */
  Operation begin();

  /**
   * Enqueues something that changes the state of waitables. The thread that is in the store then does it. It must not call guests.
   * Any thread may call this. Nothing happens after the instance has ended.
   */
  void arrive(Runnable change);

  /** Registers something that must be told of the end of the instance. Must be called inside the store. */
  void onEnd(Group.End end);

  /** Undoes {@link #onEnd}. Must be called inside the store. */
  void forget(Group.End end);

  /** Ends the instance with an exception of the host, outside a call of the host. Must be called inside the store. */
  void fail(Throwable thrown);

  /** Throws an exception of the host through a call of a guest. Must be called inside that call. */
  RuntimeException hostThrew(Throwable thrown);

  /**
   * Enters the store, begins something, and runs guests until it is done or the instance has ended. The clock of a call runs
   * meanwhile. Any thread of the host may call this.
   *
   * @throws radicchio.error.RadicchioException {@code CLOSED} or {@code TRAP} if the instance has ended; {@code LIMIT} if it took
   *     longer than a call may, or the thread was interrupted; {@code TRAP} if nothing can make progress
   */
  void run(Runnable begin, BooleanSupplier done);

  /**
   * Runs something of the host that may block, on a thread of the store, without the store's lock. It is interrupted when the
   * instance has ended. Any thread may call this.
   *
   * @throws radicchio.error.RadicchioException {@code LIMIT} if as many threads as allowed are busy
   */
  Thread runBlocking(Runnable body);

  /** Returns the most time that a call may take; the maximum without a limit. Any thread may call this. */
  long timeoutNanos();
}
