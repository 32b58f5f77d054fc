package radicchio.runtime;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The instance that a namespace uses where none is given: made on first use, and again after it died. Any
 * thread may use it; the instance itself lets one call run at a time.
 */
public final class OwnInstance {
  private final Supplier<Instance> first;
  private final boolean renew;
  private final ReentrantLock making = new ReentrantLock();
  private Optional<Supplier<Instance>> maker;
  private volatile Instance current;

  /**
   * @param maker makes instances; called by one thread at a time
   * @param renew whether a dead one is replaced by the next call
   */
  public OwnInstance(Supplier<Instance> maker, boolean renew) {
    this.first = maker;
    this.maker = Optional.of(maker);
    this.renew = renew;
  }

  /**
   * From now on uses this instance, which is never replaced.
   *
   * @return the instance that was used before, still open; empty where none was made yet
   */
  public Optional<Instance> use(Instance instance) {
    return replace(instance, Optional.empty());
  }

  /** From now on uses instances that {@code maker} makes, the first when it is needed. */
  public Optional<Instance> use(Supplier<Instance> maker) {
    return replace(null, Optional.of(maker));
  }

  /** Forgets the instance; the next call makes one as at first. */
  public Optional<Instance> reset() {
    return use(first);
  }

  private Optional<Instance> replace(Instance instance, Optional<Supplier<Instance>> with) {
    making.lock();
    try {
      Optional<Instance> previous = Optional.ofNullable(current);
      maker = with;
      current = instance;
      return previous;
    } finally {
      making.unlock();
    }
  }

  /** Enters the instance that is used now, a live one where it may be replaced; pair with its {@code leave}. */
  Instance enter() {
    while (true) {
      Instance instance = current;
      if (instance == null || isReplaced(instance)) {
        instance = make(instance);
      }
      if (entered(instance)) {
        return instance;
      }
    }
  }

  /** False where it was replaced, or is being replaced, while this thread waited for it. */
  private boolean entered(Instance instance) {
    try {
      instance.enter();
    } catch (RadicchioException e) {
      if (e.kind() == ErrorKind.CLOSED && (current != instance || isReplaced(instance))) {
        return false;
      }
      throw e;
    }
    if (isReplaced(instance)) {
      instance.leave();
      return false;
    }
    return true;
  }

  private boolean isReplaced(Instance instance) {
    return instance.isDead() && renew && maker.isPresent();
  }

  private Instance make(Instance dead) {
    if (making.isHeldByCurrentThread()) {
      throw RadicchioException.of(
          ErrorKind.REENTERED,
          "the namespace's own instance was called while it is being made, by one of its own host functions");
    }
    making.lock();
    try {
      if (current == dead) {
        if (dead != null) {
          dead.close();
        }
        current = maker.orElseThrow().get();
      }
      return current;
    } finally {
      making.unlock();
    }
  }
}
