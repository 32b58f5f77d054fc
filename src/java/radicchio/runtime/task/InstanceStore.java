package radicchio.runtime.task;

import radicchio.engine.CoreStore;
import radicchio.engine.Engine;
import radicchio.engine.Limits;

/**
 * The store of instances that belong together. The code that links them makes it, and passes it to each. Its instances may be
 * linked with each other. One thread at a time runs in it, and others wait. It ends when its last instance is closed.
 */
public final class InstanceStore {
  private final CoreStore core;
  private final GuestThread thread = new GuestThread();

  /** The number of its instances that are not closed. Guarded by this. */
  private int open;

  private InstanceStore(CoreStore core) {
    this.core = core;
  }

  /** Makes a store without instances. */
  public static InstanceStore of(Limits limits) {
    return new InstanceStore(Engine.store(limits));
  }

  /** Returns the store of the instances' core modules. */
  public CoreStore core() {
    return core;
  }

  /** Returns the thread of execution that is in the store. Must be called inside an entrance. */
  GuestThread thread() {
    return thread;
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
    }
  }
}
