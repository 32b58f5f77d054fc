package radicchio.runtime.resource;

import java.util.Optional;
import radicchio.component.ResourceType;
import radicchio.engine.Func;

/** A resource type that a component instance defines ({@code ResourceType}). */
public final class GuestResource extends ResourceType {

  /** The component instance that implements a resource. */
  public interface Implementer {
    /** The instance that it belongs to, as the host has it. */
    Owner owner();
  }

  /** The instance whose resources the host's handles are of, as these need it. */
  public interface Owner {
    /** Whether it can still be called. */
    boolean isLive();

    /**
     * Notes a handle that the host got.
     *
     * @throws radicchio.error.RadicchioException {@code LIMIT} if the host holds as many as it may
     */
    void remember(Held handle);

    /** The host gave a handle away, or closed it. */
    void forget(Held handle);

    /**
     * Enters to end a resource; paired with {@link #leave}.
     *
     * @return false if the instance has ended, and the resource with it
     * @throws radicchio.error.RadicchioException {@code REENTERED} from one of its own host functions
     */
    boolean enterToEnd(GuestResource type);

    void leave();

    /** Ends a resource, within an entrance; what its destructor throws is the end of the instance. */
    void destroy(GuestResource type, int rep);
  }

  /** A handle that the host owns. */
  public interface Held {
    GuestResource type();

    /** Closes it while its instance closes, which then destroys the resource; its representation. */
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

  /** Called, within its instance, with the representation of a resource whose last owner gave it up. */
  public Optional<Func> destructor() {
    return destructor;
  }
}
