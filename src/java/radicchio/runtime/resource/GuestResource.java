package radicchio.runtime.resource;

import java.util.Optional;
import radicchio.component.ResourceType;
import radicchio.engine.Func;

/** A resource type that a component instance defines ({@code ResourceType}). */
public final class GuestResource extends ResourceType {

  /** The component instance that implements a resource. */
  public interface Implementer {
    /** Returns the owner of the host's handles to it. */
    Owner owner();
  }

  /** The instance to which the host's handles of a resource belong, with the operations that these need. */
  public interface Owner {
    /** Tests whether it can still be called. */
    boolean isLive();

    /**
     * Records a handle of the host.
     *
     * @throws radicchio.error.RadicchioException {@code LIMIT} if the host holds the most handles allowed
     */
    void remember(Held handle);

    /** Removes a handle that the host gave away or closed. */
    void forget(Held handle);

    /**
     * Enters the instance to end a resource. Must be paired with {@link #leave}.
     *
     * @return false if the instance, and with it the resource, has ended
     * @throws radicchio.error.RadicchioException {@code REENTERED} from one of its own host functions
     */
    boolean enterToEnd(GuestResource type);

    void leave();

    /** Ends a resource, inside an entrance. An exception of its destructor ends the instance. */
    void destroy(GuestResource type, int rep);
  }

  /** A handle that the host owns. */
  public interface Held {
    GuestResource type();

    /** Closes it while its instance closes, which then destroys the resource. Returns its representation. */
    int endWithInstance();
  }

  private final Implementer implementer;
  private final Optional<Func> destructor;

  public GuestResource(String name, Implementer implementer, Optional<Func> destructor) {
    super(name);
    this.implementer = implementer;
    this.destructor = destructor;
  }

  public Implementer implementer() {
    return implementer;
  }

  /** Returns the function of its instance that is called with the representation of a resource when its last owner drops it. */
  public Optional<Func> destructor() {
    return destructor;
  }
}
