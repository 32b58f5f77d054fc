package radicchio.runtime;

import java.util.LinkedHashSet;
import java.util.Set;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.instance.Entrance;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.task.InnerCalls;

/** The handles of the host that own resources of one instance. Used inside an entrance of its store. */
final class HeldHandles implements GuestResource.Owner {
  private final Callee instance;
  private final Entrance entrance;
  private final int limit;
  private final Set<GuestResource.Held> held = new LinkedHashSet<>();

  HeldHandles(Callee instance, Entrance entrance, int limit) {
    this.instance = instance;
    this.entrance = entrance;
    this.limit = limit;
  }

  Callee instance() {
    return instance;
  }

  /** Returns the handles. Closing the instance removes them. */
  Set<GuestResource.Held> all() {
    return held;
  }

  @Override
  public boolean isLive() {
    return entrance.isLive();
  }

  @Override
  public void remember(GuestResource.Held handle) {
    if (held.size() >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + limit
                  + " handles of the host to one instance, got more; close them, or raise :handles")
          .withKeyword("limit", "handles");
    }
    held.add(handle);
  }

  @Override
  public void forget(GuestResource.Held handle) {
    held.remove(handle);
  }

  @Override
  public boolean enterToEnd(GuestResource type) {
    if (!isLive() || !entrance.enterOpen()) {
      return false;
    }
    if (isLive() && ComponentInstance.mayHostEnter(type)) {
      return true;
    }
    leave();
    if (isLive()) {
      throw Entrance.reentered("asked to end a " + ForeignText.escaped(type.name()));
    }
    return false;
  }

  @Override
  public void leave() {
    entrance.leave();
  }

  @Override
  public void destroy(GuestResource type, int rep) {
    try {
      InnerCalls.destroy(type, rep);
    } catch (Throwable t) {
      throw entrance.died(t);
    }
  }
}
