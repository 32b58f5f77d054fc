package radicchio.runtime;

import radicchio.abi.Trap;

/**
 * The state of one component instance ({@code ComponentInstance}): of the root or of a component nested in
 * it. Used within an entrance of the store only.
 */
final class ComponentInstance {
  private final Instance root;
  private final ComponentInstance parent;
  private final HandleTable handles;
  private boolean entered;
  private boolean mayLeave = true;

  private ComponentInstance(Instance root, ComponentInstance parent) {
    this.root = root;
    this.parent = parent;
    this.handles = new HandleTable(root.options().handles());
    root.add(this);
  }

  static ComponentInstance ofRoot(Instance root) {
    return new ComponentInstance(root, null);
  }

  ComponentInstance child() {
    return new ComponentInstance(root, this);
  }

  Instance root() {
    return root;
  }

  HandleTable handles() {
    return handles;
  }

  /**
   * Whether a call would enter only instances in which nothing runs ({@code may_enter_from}).
   *
   * @param caller null for the host
   */
  boolean mayEnterFrom(ComponentInstance caller) {
    for (ComponentInstance i = this; i != null && !i.holds(caller); i = i.parent) {
      if (i.entered) {
        return false;
      }
    }
    return true;
  }

  /** Enters this instance and those around it that the caller is not in already. */
  void enterFrom(ComponentInstance caller) {
    if (!mayEnterFrom(caller)) {
      throw Trap.of("cannot enter component instance: a call into it has not returned yet");
    }
    mark(caller, true);
  }

  /**
   * Traps if one of the two lies in the other, or is it. The specification's text lets such a call in; its tests ask
   * for a trap for now.
   */
  void requireApartFrom(ComponentInstance caller) {
    if (holds(caller) || caller.holds(this)) {
      throw Trap.of(
          "cannot enter component instance: a component and one within it do not call each other");
    }
  }

  /** Undoes {@link #enterFrom}. */
  void leaveTo(ComponentInstance caller) {
    mark(caller, false);
  }

  /** As {@link #enterFrom} of the host, which has seen before that the whole instance may be entered. */
  void enterFromHost() {
    markAll(true);
  }

  void leaveToHost() {
    markAll(false);
  }

  private void markAll(boolean now) {
    for (ComponentInstance i = this; i != null; i = i.parent) {
      i.entered = now;
    }
  }

  private void mark(ComponentInstance caller, boolean now) {
    for (ComponentInstance i = this; i != null && !i.holds(caller); i = i.parent) {
      i.entered = now;
    }
  }

  private boolean holds(ComponentInstance other) {
    for (ComponentInstance i = other; i != null; i = i.parent) {
      if (i == this) {
        return true;
      }
    }
    return false;
  }

  /** Traps while {@code realloc} or {@code post-return} runs. */
  void checkMayLeave() {
    if (!mayLeave) {
      throw Trap.of("cannot leave component instance: realloc or post-return is running");
    }
  }

  void forbidLeaving() {
    mayLeave = false;
  }

  void allowLeaving() {
    mayLeave = true;
  }
}
