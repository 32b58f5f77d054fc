package radicchio.runtime.task;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.GuestResource;

/**
 * A component instance that the host made, with those nested in it: they live and die together. Used within an
 * entrance of the store.
 */
public final class ComponentTree {
  private static final int MOST_INSTANCES = 10_000;

  private final Entrance entrance;
  private final CallLimits limits;
  private final GuestResource.Owner owner;
  private final Deque<ComponentInstance> parts = new ArrayDeque<>();
  private int instances;

  /** @param owner what the host's handles of its resources belong to */
  public ComponentTree(Entrance entrance, CallLimits limits, GuestResource.Owner owner) {
    this.entrance = entrance;
    this.limits = limits;
    this.owner = owner;
  }

  public Entrance entrance() {
    return entrance;
  }

  CallLimits limits() {
    return limits;
  }

  GuestResource.Owner owner() {
    return owner;
  }

  /** The component instances in it. */
  public Collection<ComponentInstance> parts() {
    return Collections.unmodifiableCollection(parts);
  }

  /** A component instance is made. */
  void add(ComponentInstance part) {
    countInstance();
    parts.add(part);
  }

  /** An instance is made, of a component or a core module: a few bytes may ask for any number of them. */
  void countInstance() {
    if (++instances > MOST_INSTANCES) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "the component would make more than "
                  + MOST_INSTANCES
                  + " instances of the components and core modules in it")
          .withKeyword("limit", "instances");
    }
  }
}
