package radicchio.runtime.task;

import java.util.function.Supplier;
import radicchio.engine.CoreStore;
import radicchio.engine.Deadline;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * The way into an instance, of a component or of a core module: the lock of its store, and whether the instance lives.
 * One that was closed, or that died, cannot be called. Any thread may use it.
 */
public final class Entrance {
  private final InstanceStore store;
  private final CoreStore core;
  private final Supplier<String> lastWords;
  private volatile Throwable death;
  private volatile boolean closed;

  /** Neither closed nor dead: what each call asks, before it waits and after. */
  private volatile boolean live = true;

  /**
   * That of a new instance in a store.
   *
   * @param lastWords what its guests last wrote to standard error; empty if nothing
   */
  public Entrance(InstanceStore store, Supplier<String> lastWords) {
    this.store = store;
    this.core = store.core();
    this.lastWords = lastWords;
    store.opened();
  }

  public InstanceStore store() {
    return store;
  }

  // In and out

  /**
   * Takes the lock of the store and starts its clock; paired with {@link #leave} in a {@code finally}.
   *
   * @throws RadicchioException {@code CLOSED} if the instance was closed; {@code TRAP} if it is dead; {@code LIMIT} if
   *     waiting for other threads took the whole timeout
   */
  public void enter() {
    checkLive();
    enterStore();
    if (!live) {
      core.leave();
      throw ended();
    }
  }

  private void enterStore() {
    try {
      core.enter();
    } catch (RadicchioException e) {
      throw closed && e.kind() == ErrorKind.CLOSED ? ended() : e;
    }
  }

  /**
   * As {@link #enter}, an instance that is dead too.
   *
   * @return false, and it was not entered, if the instance was closed, perhaps while this thread waited
   */
  public boolean enterOpen() {
    if (closed) {
      return false;
    }
    try {
      core.enter();
    } catch (RadicchioException e) {
      if (closed && e.kind() == ErrorKind.CLOSED) {
        return false;
      }
      throw e;
    }
    if (closed) {
      core.leave();
      return false;
    }
    return true;
  }

  public void leave() {
    core.leave();
  }

  /** The deadline of the call that is under way, asked within an entrance. */
  public Deadline deadline() {
    return core.deadline();
  }

  // Whether it lives

  /** Whether it can still be called. */
  public boolean isLive() {
    return live;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Whether a call that did not end well ended it. */
  public boolean isDead() {
    return death != null;
  }

  /** Also asked after arguments were read: what is read lazily may have called and closed anything. */
  public void checkLive() {
    if (!live) {
      throw ended();
    }
  }

  /** What is thrown for a use of it after its end. */
  public RadicchioException ended() {
    return closed
        ? RadicchioException.of(ErrorKind.CLOSED, "this instance was closed; make a new one")
        : withLastWords(
            RadicchioException.of(
                    ErrorKind.TRAP,
                    "this instance is dead because an earlier call into it did not end well: "
                        + ForeignText.reason(death)
                        + "; make a new one",
                    death)
                .withKeyword("trap", "dead"));
  }

  /** Adds to an exception of ours what the guests last wrote to standard error; the exception. */
  public <T extends Throwable> T withLastWords(T thrown) {
    if (thrown instanceof RadicchioException ours) {
      ours.attachStandardError(lastWords.get());
    }
    return thrown;
  }

  // Its end

  /** Notes what a function of the host threw, as which it leaves the outermost call. */
  <T extends Throwable> RuntimeException hostThrew(Throwable thrown) throws T {
    throw store.thread().<T>hostThrew(thrown);
  }

  /** As {@link #hostThrew}, of a function that refuses every call. */
  <T extends Throwable> RuntimeException refused(RuntimeException refusal) throws T {
    throw this.<T>hostThrew(withLastWords(refusal));
  }

  /**
   * Makes the instance dead, within an entrance; what was thrown leaves as itself, with our trap attached if the host
   * threw it.
   */
  public <T extends Throwable> RuntimeException died(Throwable thrown) throws T {
    if (!store.thread().left(thrown, core)) {
      withLastWords(thrown);
    }
    dead(thrown);
    throw GuestThread.<T>same(thrown);
  }

  /** Makes the instance dead, within an entrance. */
  public void dead(Throwable thrown) {
    death = thrown;
    live = false;
  }

  /** A trap with the functions of guests that something left which a host function threw, within an entrance. */
  public RadicchioException stoppedByHost() {
    return GuestThread.stoppedByHost(core);
  }

  /** Makes it closed; false if it was already. Then {@link #release} is called. */
  public synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    live = false;
    return true;
  }

  /** What the instance had was ended; the store ends with the last instance in it. */
  public void release() {
    store.closed();
  }

  @Override
  public String toString() {
    return closed ? "closed" : isDead() ? "dead: " + ForeignText.message(death) : "live";
  }
}
