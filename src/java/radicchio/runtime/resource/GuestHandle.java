package radicchio.runtime.resource;

import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.component.ResourceType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A handle of the host to a resource that a guest defines. Its state changes only inside an entrance of its instance's store.
 */
public final class GuestHandle implements Handle, Loans.Loan, GuestResource.Held {
  private final GuestResource type;
  private final int rep;
  private final boolean owns;
  private volatile HandleState state = HandleState.LIVE;
  private int lends;

  private GuestHandle(GuestResource type, int rep, boolean owns) {
    this.type = type;
    this.rep = rep;
    this.owns = owns;
  }

  static GuestHandle own(GuestResource type, int rep) {
    return new GuestHandle(type, rep, true);
  }

  static GuestHandle borrow(GuestResource type, int rep) {
    return new GuestHandle(type, rep, false);
  }

  /** The instance of its resource. */
  public GuestResource.Owner owner() {
    return type.implementer().owner();
  }

  @Override
  public String resource() {
    return type.name();
  }

  @Override
  public boolean isLive() {
    return state == HandleState.LIVE && owner().isLive();
  }

  @Override
  public void checkOwn(ResourceType wanted) {
    checkBorrow(wanted);
    HandleState.requireGivable(resource(), owns, lends);
  }

  @Override
  public void checkBorrow(ResourceType wanted) {
    if (wanted != type) {
      throw Refusal.of(
          resource().equals(wanted.name())
              ? "expected a "
                  + ForeignText.escaped(wanted.name())
                  + " of this instance, got one of another instance"
              : "expected a handle of " + wanted + ", got one of " + type);
    }
    unusable()
        .ifPresent(
            why -> {
              throw Refusal.of(ErrorKind.CLOSED, HandleState.subject(resource()) + why);
            });
  }

  private Optional<String> unusable() {
    if (state != HandleState.LIVE) {
      return Optional.of(state.text());
    }
    return owner().isLive()
        ? Optional.empty()
        : Optional.of("belongs to an instance that has ended");
  }

  /** Throws if the handle is not live, before a call through it. */
  public void checkUsable() {
    unusable()
        .ifPresent(
            why -> {
              throw RadicchioException.of(ErrorKind.CLOSED, HandleState.subject(resource()) + why);
            });
  }

  /** Gives it away. Returns its representation. */
  int giveAway() {
    end(HandleState.GIVEN_AWAY);
    return rep;
  }

  /** Lends it until the call of the scope ends. Returns its representation. */
  int lend(Loans.Scope scope) {
    lends++;
    scope.lend(this::takeBack);
    return rep;
  }

  private void takeBack() {
    lends--;
  }

  /** Ends the loan of the host, when the call that borrowed it returns. */
  @Override
  public void ended() {
    state = HandleState.ENDED;
  }

  @Override
  public void close() {
    if (!owns || state != HandleState.LIVE || !owner().enterToEnd(type)) {
      return;
    }
    try {
      if (state == HandleState.LIVE) {
        HandleState.requireClosable(resource(), lends);
        end(HandleState.CLOSED);
        owner().destroy(type, rep);
      }
    } finally {
      owner().leave();
    }
  }

  @Override
  public int endWithInstance() {
    state = HandleState.CLOSED;
    return rep;
  }

  @Override
  public GuestResource type() {
    return type;
  }

  private void end(HandleState how) {
    state = how;
    owner().forget(this);
  }

  @Override
  public String toString() {
    return ForeignText.escaped(resource())
        + " handle, "
        + (owns ? "owned" : "borrowed")
        + ", "
        + unusable().orElse(HandleState.LIVE.text());
  }
}
