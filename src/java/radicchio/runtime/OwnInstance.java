package radicchio.runtime;

import java.util.List;
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
  /** @param maker empty where the instance was given, and so is never replaced */
  private record State(Optional<Instance> instance, Optional<Supplier<Instance>> maker) {}

  private final Supplier<Instance> first;
  private final boolean renew;
  private final ReentrantLock making = new ReentrantLock();
  private volatile State state;

  /**
   * @param maker makes instances; called by one thread at a time
   * @param renew whether a dead one is replaced by the next call
   */
  public OwnInstance(Supplier<Instance> maker, boolean renew) {
    this.first = maker;
    this.renew = renew;
    this.state = new State(Optional.empty(), Optional.of(maker));
  }

  /**
   * A function of the namespace, which is called on this instance.
   *
   * @param id {@code "local:img/resize@1.0.0#resize-image"}
   * @param name what its caller calls it, for messages: {@code "resize-image"}
   * @param parameters their names, for messages; a method's handle among them
   * @param component loads the component when it is needed first
   * @param tagged whether a {@code result} is returned as a value, not by returning or throwing
   */
  public ExportedFunction function(
      String id,
      String name,
      List<String> parameters,
      Supplier<CompiledComponent> component,
      boolean tagged) {
    return ExportedFunction.of(id, name, parameters, component, this::enter, tagged);
  }

  /**
   * From now on uses this instance, which is never replaced.
   *
   * @return the instance that was used before, still open; empty where none was made yet
   * @throws RadicchioException {@code REENTERED} from what runs while an instance is being made
   */
  public Optional<Instance> use(Instance instance) {
    return replace(new State(Optional.of(instance), Optional.empty()));
  }

  /** As {@link #use(Instance)}, of the instances that {@code maker} makes, the first when it is needed. */
  public Optional<Instance> use(Supplier<Instance> maker) {
    return replace(new State(Optional.empty(), Optional.of(maker)));
  }

  /** Forgets the instance; the next call makes one as at first. */
  public Optional<Instance> reset() {
    return use(first);
  }

  private Optional<Instance> replace(State with) {
    lockMaking("replaced");
    try {
      Optional<Instance> previous = state.instance();
      state = with;
      return previous;
    } finally {
      making.unlock();
    }
  }

  /** Enters the instance that is used now, a live one where it may be replaced; pair with its {@code leave}. */
  Instance enter() {
    while (true) {
      State seen = state;
      if (seen.instance().isPresent() && entered(seen)) {
        return seen.instance().get();
      }
      make(seen);
    }
  }

  /** False where it was replaced while this thread waited for it, or is to be. */
  private boolean entered(State seen) {
    try {
      seen.instance().orElseThrow().enter();
      return true;
    } catch (RadicchioException e) {
      if (isReplaced(seen) || e.kind() == ErrorKind.CLOSED && state != seen) {
        return false;
      }
      throw e;
    }
  }

  private boolean isReplaced(State seen) {
    return renew && seen.maker().isPresent() && seen.instance().orElseThrow().isDead();
  }

  /**
   * Makes the next instance, unless another thread did. The dead one is forgotten before it is closed: whoever
   * finds it closed looks again, and waits here.
   */
  private void make(State seen) {
    lockMaking("called");
    try {
      if (state != seen) {
        return;
      }
      Supplier<Instance> maker = seen.maker().orElseThrow();
      state = new State(Optional.empty(), seen.maker());
      seen.instance().ifPresent(Instance::close);
      state = new State(Optional.of(maker.get()), seen.maker());
    } finally {
      making.unlock();
    }
  }

  private void lockMaking(String what) {
    if (making.isHeldByCurrentThread()) {
      throw RadicchioException.of(
          ErrorKind.REENTERED,
          "the namespace's own instance was "
              + what
              + " while it is being made, by one of its own host functions");
    }
    making.lock();
  }
}
