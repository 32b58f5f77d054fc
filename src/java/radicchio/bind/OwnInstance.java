package radicchio.bind;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.CompiledComponent;
import radicchio.runtime.ExportedFunction;
import radicchio.runtime.Instance;
import radicchio.runtime.instance.Entrance;

/**
 * The instance that a namespace uses by default: made on first use, and again after it died. Any thread may use it. The instance
 * runs one call at a time.
 */
public final class OwnInstance {
  /** @param maker empty if the instance was set, so that it is never replaced */
  private record State(Optional<Instance> instance, Optional<Supplier<Instance>> maker) {}

  private final Supplier<Instance> first;
  private final boolean renew;
  private final ReentrantLock making = new ReentrantLock();

  /** Written only with {@code making} locked, or by the constructor; read by any thread. */
  private volatile State state;

  /**
   * @param maker makes instances; one thread at a time calls it
   * @param renew whether the next call replaces a dead one
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
   * Uses this instance from now on, and never replaces it.
   *
   * @return the previous instance, still open; empty if none was made yet
   * @throws RadicchioException {@code REENTERED} from code that runs while an instance is being made
   */
  public Optional<Instance> use(Instance instance) {
    return replace(new State(Optional.of(instance), Optional.empty()));
  }

  /** Does the same as {@link #use(Instance)} for the instances that {@code maker} makes, the first on first use. */
  public Optional<Instance> use(Supplier<Instance> maker) {
    return replace(new State(Optional.empty(), Optional.of(maker)));
  }

  /** Removes the instance. The next call makes one with the initial maker. */
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

  /** Enters the current instance, a live one if it may be replaced. Must be paired with its {@code leave}. */
  private Instance enter() {
    while (true) {
      State seen = state;
      if (seen.instance().isPresent() && entered(seen)) {
        return seen.instance().get();
      }
      make(seen);
    }
  }

  /** Returns false if it was replaced while this thread waited for it, or must be replaced. */
  private boolean entered(State seen) {
    try {
      seen.instance().orElseThrow().enter();
      return true;
    } catch (RadicchioException e) {
      requireReplaceable(seen, e);
      return false;
    }
  }

  private void requireReplaceable(State seen, RadicchioException thrown) {
    if (!isReplaced(seen) && !(thrown.kind() == ErrorKind.CLOSED && state != seen)) {
      throw thrown;
    }
  }

  /**
   * Takes the lock of the current instance, a live one if it may be replaced, for many calls of this thread. If another instance
   * takes its place meanwhile, calls take its lock one by one. The same thread must close what this returns.
   *
   * @throws RadicchioException as {@link Instance#hold}
   */
  public Entrance.Hold hold() {
    while (true) {
      State seen = state;
      if (seen.instance().isPresent()) {
        try {
          return seen.instance().get().hold();
        } catch (RadicchioException e) {
          requireReplaceable(seen, e);
        }
      }
      make(seen);
    }
  }

  private boolean isReplaced(State seen) {
    return renew && seen.maker().isPresent() && seen.instance().orElseThrow().isDead();
  }

  /**
   * Makes the next instance, unless another thread did. The dead one is removed before it is closed: a thread that finds it
   * closed looks again, and waits here.
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
