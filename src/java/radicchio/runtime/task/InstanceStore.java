package radicchio.runtime.task;

import radicchio.engine.CoreStore;
import radicchio.engine.Engine;
import radicchio.engine.Limits;

/**
 * The store of instances that belong together: whoever links them makes it, and gives it to each. Its instances may be
 * linked with one another. One thread at a time runs in it, others wait. It ends with the last instance in it that is
 * closed.
 */
public final class InstanceStore {
  private final CoreStore core;
  private final GuestThread thread = new GuestThread();

  /** How many instances in it are not closed. Guarded by this. */
  private int open;

  private InstanceStore(CoreStore core) {
    this.core = core;
  }

  /** A store without instances. */
  public static InstanceStore of(Limits limits) {
    return new InstanceStore(Engine.store(limits));
  }

  /** What the instances' core modules are instantiated in. */
  public CoreStore core() {
    return core;
  }

  /** The thread of execution that is in the store, asked within an entrance. */
  GuestThread thread() {
    return thread;
  }

  /** An instance is made in it. */
  synchronized void opened() {
    open++;
  }

  /** An instance in it was closed; the store ends with the last one. */
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
