package radicchio.runtime.resource;

import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A handle of a resource that an object of the host implements. It gets an imported resource type when it is first passed to a
 * component.
 */
public final class HostHandle implements Handle {
  private final Object object;
  private final boolean owns;

  /** Empty until it is passed to a component. Guarded by this, like all fields below. */
  private Optional<HostResource> type;

  private HandleState state = HandleState.LIVE;
  private int lends;

  private HostHandle(Object object, Optional<HostResource> type, boolean owns) {
    this.object = object;
    this.type = type;
    this.owns = owns;
  }

  /**
   * Makes an owning handle of a new resource that the object implements.
   *
   * @throws RadicchioException {@code ARGUMENT} for null
   */
  public static HostHandle of(Object object) {
    if (object == null) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT, "expected an object that implements a resource, got nil");
    }
    return new HostHandle(object, Optional.empty(), true);
  }

  /** Makes a handle of an object that a component gave away. */
  static HostHandle owned(HostResource type, Object object) {
    return new HostHandle(object, Optional.of(type), true);
  }

  /** Makes a handle of an object that is lent to the host until the call of the scope ends. */
  static HostHandle borrowed(HostResource type, Object object, Loans.Scope scope) {
    HostHandle handle = new HostHandle(object, Optional.of(type), false);
    scope.lend(handle::end);
    return handle;
  }

  private synchronized void end() {
    state = HandleState.ENDED;
  }

  /** Returns the object that implements the resource. */
  public Object object() {
    return object;
  }

  @Override
  public synchronized String resource() {
    return type.map(ResourceType::name).orElse("resource");
  }

  @Override
  public synchronized boolean isLive() {
    return state == HandleState.LIVE;
  }

  @Override
  public synchronized void checkOwn(ResourceType wanted) {
    checkBorrow(wanted);
    HandleState.requireGivable(resource(), owns, lends);
  }

  @Override
  public synchronized void checkBorrow(ResourceType wanted) {
    if (!(wanted instanceof HostResource hosts)) {
      throw Refusal.of("expected a handle of " + wanted + " of the guest, got one of the host's");
    }
    if (type.isPresent() && type.get() != wanted && !type.get().isSharedWith(hosts)) {
      throw Refusal.of(
          "expected a handle of "
              + wanted
              + ", got one that is "
              + type.get()
              + (resource().equals(wanted.name()) ? " of another instance" : ""));
    }
    hosts.checkObject(object);
    if (state != HandleState.LIVE) {
      throw Refusal.of(ErrorKind.CLOSED, HandleState.subject(resource()) + state.text());
    }
  }

  /** Gives it away as a resource of the type. Returns the object. */
  synchronized Object giveAway(ResourceType as) {
    type = Optional.of((HostResource) as);
    state = HandleState.GIVEN_AWAY;
    return object;
  }

  /** Lends it as a resource of the type until the call of the scope ends. Returns the object. */
  synchronized Object lend(ResourceType as, Loans.Scope scope) {
    type = Optional.of((HostResource) as);
    lends++;
    scope.lend(this::takeBack);
    return object;
  }

  private synchronized void takeBack() {
    lends--;
  }

  @Override
  public void close() {
    Optional<HostResource> ending;
    synchronized (this) {
      if (!owns || state != HandleState.LIVE) {
        return;
      }
      HandleState.requireClosable(resource(), lends);
      state = HandleState.CLOSED;
      ending = type;
    }
    if (ending.isPresent()) {
      ending.get().endOfHost(object);
    } else {
      HostResource.close(resource(), object);
    }
  }

  @Override
  public synchronized String toString() {
    return ForeignText.escaped(resource())
        + " handle of the host, "
        + state.text()
        + ": "
        + ForeignText.printed(object);
  }
}
