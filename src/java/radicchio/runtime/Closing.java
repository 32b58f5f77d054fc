package radicchio.runtime;

import java.util.Collection;
import java.util.Set;

/**
 * Drops what an instance that closes still owns. Destructors may make handles while it runs: those are dropped
 * too, up to {@link #MOST_MADE} of them, so that a guest cannot keep its host busy for ever.
 */
final class Closing {
  private static final int MOST_MADE = 10_000;

  private final Set<GuestHandle> held;
  private final Collection<ComponentInstance> parts;
  private int left;
  private boolean guestsRun;
  private Throwable first;

  Closing(Set<GuestHandle> held, Collection<ComponentInstance> parts) {
    this.held = held;
    this.parts = parts;
    int owned = held.size() + parts.stream().mapToInt(p -> p.handles().size()).sum();
    this.left = owned + MOST_MADE;
  }

  /**
   * @param guestsRun whether destructors of guests may run, as they may not after a trap
   */
  <T extends Throwable> void run(boolean guestsRun) throws T {
    this.guestsRun = guestsRun;
    boolean found = true;
    while (found && left > 0) {
      found = dropHeld();
      for (ComponentInstance part : parts) {
        found |= dropOwned(part);
      }
    }
    if (first != null) {
      throw Closing.<T>same(first);
    }
  }

  private boolean dropHeld() {
    boolean found = false;
    while (!held.isEmpty() && left > 0) {
      GuestHandle handle = held.iterator().next();
      held.remove(handle);
      int rep = handle.endWithInstance();
      destroy(() -> destroyGuests(handle.type(), rep));
      found = true;
    }
    return found;
  }

  private boolean dropOwned(ComponentInstance part) {
    boolean found = false;
    HandleEntry entry = part.handles().takeOwned();
    while (entry != null && left > 0) {
      HandleEntry taken = entry;
      destroy(() -> destroy(taken));
      found = true;
      entry = part.handles().takeOwned();
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
      resource.destroy(rep, null);
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

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T same(Throwable thrown) {
    return (T) thrown;
  }
}
