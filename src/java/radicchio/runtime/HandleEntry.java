package radicchio.runtime;

import radicchio.component.ResourceType;

/** An element of a handle table ({@code ResourceHandle}). */
final class HandleEntry implements Scoped {
  private final ResourceType type;
  private final Object rep;
  private final CallScope borrower;
  private int lends;

  private HandleEntry(ResourceType type, Object rep, CallScope borrower) {
    this.type = type;
    this.rep = rep;
    this.borrower = borrower;
  }

  /**
   * A handle that owns.
   *
   * @param rep an {@code Integer} for a guest's resource, the host's object for one of the host
   */
  static HandleEntry own(ResourceType type, Object rep) {
    return new HandleEntry(type, rep, null);
  }

  /** A handle that borrows, until the call of {@code borrower} ends. */
  static HandleEntry borrow(ResourceType type, Object rep, CallScope borrower) {
    return new HandleEntry(type, rep, borrower);
  }

  ResourceType type() {
    return type;
  }

  Object rep() {
    return rep;
  }

  boolean owns() {
    return borrower == null;
  }

  /** The call that must drop this handle before it returns; null for one that owns. */
  CallScope borrower() {
    return borrower;
  }

  boolean isLent() {
    return lends > 0;
  }

  void lend() {
    lends++;
  }

  @Override
  public void callEnded() {
    lends--;
  }
}
