package radicchio.runtime.task;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import radicchio.error.Unchanged;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.HandleEntry;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.resource.HostResource;

/**
 * Drops the resources of an instance that is being closed. Destructors may make new handles meanwhile. These are dropped too,
 * up to {@link #MOST_MADE} of them, so that a guest cannot keep its host busy without end.
 */
public final class Closing {
  private static final int MOST_MADE = 10_000;

  private final Set<GuestResource.Held> held;
  private final List<HandleSpace> spaces;
  private int left;
  private boolean guestsRun;
  private Throwable first;

  /**
   * @param held the host's handles to its resources; they are removed
   * @param spaces the handles of each component instance in it
   */
  public Closing(Set<GuestResource.Held> held, List<HandleSpace> spaces) {
    this.held = held;
    this.spaces = spaces;
    int owned = held.size() + spaces.stream().mapToInt(HandleSpace::size).sum();
    this.left = owned + MOST_MADE;
  }

  /**
   * @param guestsRun whether destructors of guests may run, which is not allowed after a trap
   */
  public <T extends Throwable> void run(boolean guestsRun) throws T {
    this.guestsRun = guestsRun;
    boolean found = true;
    while (found && left > 0) {
      found = dropHeld();
      for (HandleSpace handles : spaces) {
        found |= dropOwned(handles);
      }
    }
    if (first != null) {
      throw Unchanged.<T>thrown(first);
    }
  }

  private boolean dropHeld() {
    boolean found = false;
    while (!held.isEmpty() && left > 0) {
      GuestResource.Held handle = held.iterator().next();
      held.remove(handle);
      int rep = handle.endWithInstance();
      destroy(() -> destroyGuests(handle.type(), rep));
      found = true;
    }
    return found;
  }

  private boolean dropOwned(HandleSpace handles) {
    boolean found = false;
    Optional<HandleEntry> entry = HandleEntry.takeOwned(handles);
    while (entry.isPresent() && left > 0) {
      HandleEntry taken = entry.get();
      destroy(() -> destroy(taken));
      found = true;
      entry = HandleEntry.takeOwned(handles);
    }
    return found;
  }

  private void destroy(HandleEntry entry) {
    if (entry.type() instanceof GuestResource resource) {
      destroyGuests(resource, (Integer) entry.rep());
    } else if (entry.type() instanceof HostResource resource) {
      resource.end(entry.rep());
    }
  }

  private void destroyGuests(GuestResource resource, int rep) {
    if (!guestsRun) {
      return;
    }
    try {
      InnerCalls.destroy(resource, rep);
    } catch (Throwable t) {
      guestsRun = false;
      throw t;
    }
  }

  private void destroy(Runnable destructor) {
    left--;
    try {
      destructor.run();
    } catch (Throwable t) {
      if (first == null) {
        first = t;
      } else {
        first.addSuppressed(t);
      }
    }
  }
}
