package radicchio.runtime.instance;

import radicchio.engine.CoreStore;
import radicchio.engine.Engine;
import radicchio.engine.Limits;
import radicchio.runtime.thread.Driver;
import radicchio.runtime.thread.Group;

/**
 * The store of instances that belong together. The code that links them makes it, and passes it to each. Its instances may be
 * linked with each other. One thread at a time runs in it, and others wait. It ends when its last instance is closed.
 */
public final class InstanceStore {
  /** The most worker threads for tasks of guests, by default. */
  public static final int DEFAULT_TASKS = 1_000;

  private final CoreStore core;
  private final int tasks;
  private final HostFault fault = new HostFault();

  /** What runs threads of guests; null if no instance has any. Made by the thread that has the store's lock. */
  private volatile Driver driver;

  /** The number of its instances that are not closed. Guarded by this. */
  private int open;

  private InstanceStore(CoreStore core, int tasks) {
    this.core = core;
    this.tasks = tasks;
  }

  /** Makes a store without instances. */
  public static InstanceStore of(Limits limits) {
    return of(limits, DEFAULT_TASKS);
  }

  /**
   * Makes a store without instances.
   *
   * @param tasks the most worker threads for tasks of guests that wait, and the most for host functions that wait
   */
  public static InstanceStore of(Limits limits, int tasks) {
    return new InstanceStore(Engine.store(limits), tasks);
  }

  /** Returns the store of the instances' core modules. */
  public CoreStore core() {
    return core;
  }

  /** Returns the thread of execution that is in the store. Must be called inside an entrance. */
  HostFault fault() {
    return fault;
  }

  /** Returns what runs threads of guests, made on first use. Must be called inside an entrance. */
  public Driver driver() {
    if (driver == null) {
      driver = new Driver(core, tasks);
    }
    return driver;
  }

  /** Returns the number of busy worker threads. Must be called inside an entrance. */
  public int threads() {
    return driver == null ? 0 : driver.threads();
  }

  /** Returns the number of threads of guests of a group that wait. Must be called inside an entrance. */
  int waiting(Group group) {
    return driver == null ? 0 : driver.waiting(group);
  }

  /** Tests whether it has threads of guests. Must be called inside an entrance. */
  boolean isConcurrent() {
    return driver != null;
  }

  /** Called when a thread stops waiting for the lock. Other threads may have left their work to it. Any thread may call this. */
  void gaveUp() {
    Driver runs = driver;
    if (runs != null) {
      runs.arrive(() -> {});
    }
  }

  /** Leaves the innermost entrance of this thread. */
  void leave() {
    Driver runs = driver;
    if (runs == null || core.isNested() || core.isHeld()) {
      core.leave();
    } else {
      runs.leave();
    }
  }

  /** Undoes a {@link CoreStore#hold} of this thread. */
  void release() {
    if (core.release()) {
      Driver runs = driver;
      if (runs == null) {
        core.unlock();
      } else {
        runs.giveUp();
      }
    }
  }

  /** Counts a new instance. */
  synchronized void opened() {
    open++;
  }

  /** Records that an instance was closed. The store ends with the last one. */
  void closed() {
    boolean last;
    synchronized (this) {
      last = --open == 0;
    }
    if (last) {
      core.close();
      Driver ran = driver;
      if (ran != null) {
        ran.close();
      }
    }
  }
}
