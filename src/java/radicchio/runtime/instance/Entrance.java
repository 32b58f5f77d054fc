package radicchio.runtime.instance;

import java.util.function.Supplier;
import radicchio.engine.CoreStore;
import radicchio.engine.Deadline;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.error.Unchanged;
import radicchio.runtime.thread.Group;

/**
 * The entrance of an instance of a component or a core module: the lock of its store, and the state of the instance. A closed or
 * dead instance cannot be called. Any thread may use it.
 */
public final class Entrance {
  private final InstanceStore store;
  private final CoreStore core;
  private final Supplier<String> lastWords;
  private final Group group = new Group(this::failed);
  private volatile Throwable death;
  private volatile boolean closed;

  /** Whether no call of the host threw what ended it. Guarded by the store's lock. */
  private boolean failedByItself;

  /** Neither closed nor dead. Each call tests it before it waits for the lock, and after. */
  private volatile boolean live = true;

  /**
   * Makes the entrance of a new instance in a store.
   *
   * @param lastWords supplies the last output of its guests to standard error; an empty string if they wrote nothing
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

  // Entering and leaving

  /**
   * Takes the lock of the store and starts its clock. Must be paired with {@link #leave} in a {@code finally}.
   *
   * @throws RadicchioException {@code CLOSED} if the instance was closed; {@code TRAP} if it is dead; {@code LIMIT} if
   *     the timeout ended while it waited for other threads
   */
  public void enter() {
    checkLive();
    enterStore();
    if (!live) {
      leave();
      throw ended();
    }
  }

  private void enterStore() {
    try {
      core.enter();
    } catch (RadicchioException e) {
      throw refusedEntry(e);
    }
  }

  private RadicchioException refusedEntry(RadicchioException e) {
    store.gaveUp();
    return closed && e.kind() == ErrorKind.CLOSED ? ended() : e;
  }

  /**
   * Does the same as {@link #enter}, and also enters a dead instance.
   *
   * @return false if the instance was closed, perhaps while this thread waited; then it was not entered
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
      leave();
      return false;
    }
    return true;
  }

  public void leave() {
    store.leave();
  }

  /** The store's lock, which a thread keeps between calls. That thread must close it. */
  public static final class Hold implements AutoCloseable {
    private final InstanceStore store;
    private boolean released;

    private Hold(InstanceStore store) {
      this.store = store;
    }

    /** Gives up the lock, unless the thread has it for something else. Does nothing the second time. */
    @Override
    public void close() {
      if (released) {
        return;
      }
      if (!store.core().lock().isHeldByCurrentThread()) {
        throw RadicchioException.of(
            ErrorKind.ARGUMENT, "expected the thread that holds the instance to release it");
      }
      released = true;
      store.release();
    }
  }

  /**
   * Takes the lock of the store for many entrances of this thread, each of which has its own time.
   *
   * @throws RadicchioException as {@link #enter}
   */
  public Hold hold() {
    checkLive();
    try {
      core.hold();
    } catch (RadicchioException e) {
      throw refusedEntry(e);
    }
    Hold hold = new Hold(store);
    if (!live) {
      hold.close();
      throw ended();
    }
    return hold;
  }

  /** Returns the deadline of the running call. Must be called inside an entrance. */
  public Deadline deadline() {
    return core.deadline();
  }

  // State

  /** Tests whether it can still be called. */
  public boolean isLive() {
    return live;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Tests whether a failed call ended it. */
  public boolean isDead() {
    return death != null;
  }

  /**
   * Throws if it has ended. Also called after arguments were read, because reading a lazy sequence may call or close any
   * instance.
   */
  public void checkLive() {
    if (!live) {
      throw ended();
    }
  }

  /** Returns the exception for a use of it after its end. */
  public RadicchioException ended() {
    return closed
        ? RadicchioException.of(ErrorKind.CLOSED, "this instance is closed; make a new one")
        : withLastWords(
            RadicchioException.of(
                    ErrorKind.TRAP,
                    "this instance is dead because an earlier call into it failed: "
                        + ForeignText.reason(death)
                        + "; make a new one",
                    death)
                .withKeyword("trap", "dead"));
  }

  /**
   * Returns the exception for a use of an instance while a call into it waits for one of its host functions.
   *
   * @param what what happened to the instance: {@code "called"}
   */
  public static RadicchioException reentered(String what) {
    return RadicchioException.of(
        ErrorKind.REENTERED,
        "an instance was "
            + what
            + " from one of its own host functions; a call into it has not returned yet");
  }

  /**
   * Returns what a call throws that waited when it ended. Must be called inside an entrance.
   *
   * @param why if a call ended it
   */
  public Throwable endedMeanwhile(RuntimeException why) {
    return failedByItself && !closed ? death : why;
  }

  /** Adds the last output of the guests to standard error to an exception of Radicchio. Returns the exception. */
  public <T extends Throwable> T withLastWords(T thrown) {
    if (thrown instanceof RadicchioException ours) {
      ours.attachStandardError(lastWords.get());
    }
    return thrown;
  }

  // End

  /** Records an exception of a host function, which the outermost call will throw as it is. */
  public <T extends Throwable> RuntimeException hostThrew(Throwable thrown) throws T {
    throw store.fault().<T>hostThrew(thrown);
  }

  /** Does the same as {@link #hostThrew} for a function that refuses every call. */
  public <T extends Throwable> RuntimeException refused(RuntimeException refusal) throws T {
    throw this.<T>hostThrew(withLastWords(refusal));
  }

  /**
   * Makes the instance dead, inside an entrance. Throws the given exception as it is. If the host threw it, a trap is attached to
   * it.
   */
  public <T extends Throwable> RuntimeException died(Throwable thrown) throws T {
    if (!store.fault().left(thrown, core)) {
      withLastWords(thrown);
    }
    dead(thrown);
    throw Unchanged.<T>thrown(thrown);
  }

  /** Makes the instance dead, inside an entrance, and ends its tasks. Does nothing if it is dead. */
  public void dead(Throwable thrown) {
    if (death == null) {
      death = thrown;
      live = false;
      endTasks(thrown instanceof RadicchioException ours ? ours : ended());
    }
  }

  /** Ends the tasks of its guests, inside an entrance, after it was closed. */
  public void endTasks() {
    endTasks(ended());
  }

  private void endTasks(RuntimeException why) {
    if (store.isConcurrent()) {
      store.driver().end(group, why);
    }
  }

  /** Returns the group of its component instances, whose tasks end with it. */
  public Group group() {
    return group;
  }

  /** Makes it dead with what was thrown outside the calls of the host, such as by a task that none of them drives. */
  void failed(Throwable thrown) {
    failedByItself |= death == null;
    dead(withLastWords(thrown));
  }

  /**
   * Returns a trap with the guest's functions that an exception of a host function unwound. Must be called inside an entrance.
   */
  public RadicchioException stoppedByHost() {
    return HostFault.stoppedByHost(core);
  }

  /** Makes it closed. Returns false if it was closed already. {@link #release} must be called next. */
  public synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    live = false;
    return true;
  }

  /** Records that the instance has released its resources. The store ends with its last instance. */
  public void release() {
    store.closed();
  }

  @Override
  public String toString() {
    return closed ? "closed" : isDead() ? "dead: " + ForeignText.message(death) : "live";
  }
}
