package radicchio.runtime.instance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.stream.HostDoor;

/**
 * A component instance that the host made, with the instances nested in it, which end together with it. Used inside an entrance
 * of the store.
 */
public final class ComponentTree {
  private static final int MOST_INSTANCES = 10_000;

  private final Entrance entrance;
  private final CallLimits limits;
  private final GuestResource.Owner owner;
  private final boolean concurrent;
  private final List<HandleSpace> handles = new ArrayList<>();
  private final List<Concurrency> concurrencies = new ArrayList<>();
  private int instances;

  /** Null before the first use. */
  private HostDoor door;

  /**
   * @param owner the owner of the host's handles to its resources
   * @param concurrent whether a component in it has anything that blocks
   */
  public ComponentTree(
      Entrance entrance, CallLimits limits, GuestResource.Owner owner, boolean concurrent) {
    this.entrance = entrance;
    this.limits = limits;
    this.owner = owner;
    this.concurrent = concurrent;
  }

  boolean isConcurrent() {
    return concurrent;
  }

  public Entrance entrance() {
    return entrance;
  }

  /** Returns the way to threads of the host, made on first use. */
  HostDoor door() {
    if (door == null) {
      door = InstanceDoor.of(entrance);
    }
    return door;
  }

  CallLimits limits() {
    return limits;
  }

  GuestResource.Owner owner() {
    return owner;
  }

  /** Returns the handles of each component instance in it. */
  public List<HandleSpace> handles() {
    return Collections.unmodifiableList(handles);
  }

  /** Returns the number of threads of guests that have not ended. */
  public int tasks() {
    return concurrencies.stream().mapToInt(Concurrency::size).sum();
  }

  /** Returns the number of threads of guests that wait. */
  public int waiting() {
    return entrance.store().waiting(entrance.group());
  }

  /** Adds a new component instance, with the state that ends with the tree. */
  void add(HandleSpace itsHandles, Concurrency itsTasks) {
    countInstance();
    handles.add(itsHandles);
    concurrencies.add(itsTasks);
  }

  /** Counts a new instance, of a component or a core module. A few bytes may request any number of them. */
  void countInstance() {
    if (++instances > MOST_INSTANCES) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + MOST_INSTANCES
                  + " instances of nested components and core modules, got more")
          .withKeyword("limit", "instances");
    }
  }
}
