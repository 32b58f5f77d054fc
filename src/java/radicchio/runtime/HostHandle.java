package radicchio.runtime;

import radicchio.abi.Refusal;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A handle of a resource that the host implements by an object. It becomes one of an imported resource type
 * when it is given to a component first.
 */
public final class HostHandle implements Handle {
  private enum State {
    LIVE("live"),
    CLOSED("was closed"),
    GIVEN_AWAY("was given away");

    private final String text;

    State(String text) {
      this.text = text;
    }
  }

  private final Object object;
  private ResourceType type;
  private State state = State.LIVE;
  private int lends;

  private HostHandle(Object object) {
    this.object = object;
  }

  /**
   * An owning handle of a new resource, implemented by the object.
   *
   * @throws RadicchioException {@code ARGUMENT} for null
   */
  public static HostHandle of(Object object) {
    if (object == null) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT, "expected an object that implements a resource, got nil");
    }
    return new HostHandle(object);
  }

  /** The object that implements the resource. */
  public Object object() {
    return object;
  }

  @Override
  public synchronized String resource() {
    return type == null ? "resource" : type.name();
  }

  @Override
  public synchronized boolean isLive() {
    return state == State.LIVE;
  }

  @Override
  public synchronized void checkOwn(ResourceType wanted) {
    checkBorrow(wanted);
    if (lends > 0) {
      throw Refusal.of(
          "this "
              + ForeignText.escaped(resource())
              + " handle is lent to a call that has not returned, and cannot be given away");
    }
  }

  @Override
  public synchronized void checkBorrow(ResourceType wanted) {
    if (!(wanted instanceof HostResource)) {
      throw Refusal.of("expected a handle of " + wanted + " of the guest, got one of the host's");
    }
    if (type != null && type != wanted) {
      throw Refusal.of(
          "expected a handle of "
              + wanted
              + ", got one that is "
              + type
              + (type.name().equals(wanted.name()) ? " of another instance" : ""));
    }
    if (state != State.LIVE) {
      throw Refusal.of(
          ErrorKind.CLOSED, "this " + ForeignText.escaped(resource()) + " handle " + state.text);
    }
  }

  /** Gives it away as a resource of the type; the object. */
  synchronized Object giveAway(ResourceType as) {
    type = as;
    state = State.GIVEN_AWAY;
    return object;
  }

  /** Lends it as a resource of the type until the call of the scope ends; the object. */
  synchronized Object lend(ResourceType as, CallScope scope) {
    type = as;
    lends++;
    scope.until(this::takeBack);
    return object;
  }

  private synchronized void takeBack() {
    lends--;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (state != State.LIVE) {
        return;
      }
      if (lends > 0) {
        throw RadicchioException.of(
            ErrorKind.ARGUMENT,
            "this "
                + ForeignText.escaped(resource())
                + " handle is lent to a call that has not returned, and cannot be closed");
      }
      state = State.CLOSED;
    }
    HostResource.end(resource(), object);
  }

  @Override
  public synchronized String toString() {
    return ForeignText.escaped(resource())
        + " handle of the host, "
        + state.text
        + ": "
        + ForeignText.printed(object);
  }
}
