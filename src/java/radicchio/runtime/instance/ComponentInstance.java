package radicchio.runtime.instance;

import radicchio.abi.context.CanonicalOptions;
import radicchio.abi.context.Context;
import radicchio.abi.context.Trap;
import radicchio.engine.CoreStore;
import radicchio.runtime.resource.GuestResource;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Participant;
import radicchio.runtime.stream.end.EndHandles;
import radicchio.runtime.stream.end.TransferHandles;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Operation;
import radicchio.runtime.thread.Schedule;

/**
 * The state of one component instance ({@code ComponentInstance}): of the root component or of a nested one. Used only inside
 * an entrance of the store.
 */
public final class ComponentInstance
    implements GuestResource.Implementer, GuestThread.Place, Participant {
  private final ComponentTree tree;
  private final ComponentInstance parent;
  private final HandleSpace handles;
  private final Concurrency concurrency;
  private boolean entered;
  private boolean mayLeave = true;

  private ComponentInstance(ComponentTree tree, ComponentInstance parent, boolean mayBlock) {
    this.concurrency = new Concurrency(mayBlock, tree.limits().handles());
    this.tree = tree;
    this.parent = parent;
    this.handles = new HandleSpace(tree.limits().handles());
    tree.add(handles, concurrency);
  }

  /**
   * Makes an instance of the component that the host instantiates.
   *
   * @param mayBlock whether its guests may block with frames on the stack
   */
  public static ComponentInstance ofRoot(ComponentTree tree, boolean mayBlock) {
    return new ComponentInstance(tree, null, mayBlock);
  }

  /** Makes an instance of a component that is nested in this one's. */
  public ComponentInstance child(boolean mayBlock) {
    return new ComponentInstance(tree, this, mayBlock);
  }

  public Entrance entrance() {
    return tree.entrance();
  }

  /** Returns the store of its core modules. */
  public CoreStore store() {
    return tree.entrance().store().core();
  }

  @Override
  public Schedule schedule() {
    return entrance().store().driver().schedule();
  }

  /** Returns the state of its tasks. */
  public Concurrency concurrency() {
    return concurrency;
  }

  /** Tests whether a component of its tree has anything that blocks. If not, calls need no task. */
  public boolean isConcurrent() {
    return tree.isConcurrent();
  }

  /** Runs something on the thread of the host, on which guests may run, in an entrance in which none has run yet. */
  public void onHostThread(Runnable body) {
    if (isConcurrent()) {
      entrance().store().driver().call(body);
    } else {
      body.run();
    }
  }

  /** Begins an operation of the host, for which its tasks may wait. */
  public Operation begin() {
    return entrance().store().driver().begin(group());
  }

  /**
   * Enqueues something for the thread that has the store's lock. Any thread may call this.
   *
   * @param arrival changes the state of waitables; it must not call guests
   */
  public void arrive(Runnable arrival) {
    entrance().store().driver().arrive(arrival);
  }

  /**
   * Runs something of the host that may block on a worker thread, without the store's lock. The thread is interrupted when the
   * instance ends.
   */
  public Thread blocking(Runnable body) {
    return entrance().store().driver().blocking(group(), body);
  }

  @Override
  public Group group() {
    return entrance().group();
  }

  public CallLimits limits() {
    return tree.limits();
  }

  @Override
  public Context context(CanonicalOptions options, Outside outside) {
    return new Context(
        options,
        new TransferHandles(handles, outside, new EndHandles(this, outside)),
        limits().liftedBytes(),
        entrance().deadline());
  }

  @Override
  public HostDoor door() {
    return tree.door();
  }

  /** Counts the instantiation of a core module in it. */
  public void countInstance() {
    tree.countInstance();
  }

  @Override
  public GuestResource.Owner owner() {
    return tree.owner();
  }

  @Override
  public HandleSpace handles() {
    return handles;
  }

  /**
   * Tests whether a call would enter only instances in which no call runs ({@code may_enter_from}).
   *
   * @param caller null for the host
   */
  public boolean mayEnterFrom(ComponentInstance caller) {
    for (ComponentInstance i = this; i != null && !i.holds(caller); i = i.parent) {
      if (i.entered) {
        return false;
      }
    }
    return true;
  }

  /** Enters this instance, and those outer ones that the caller is not in. */
  public void enterFrom(ComponentInstance caller) {
    if (!mayEnterFrom(caller)) {
      throw Trap.of("cannot enter component instance: a call into it has not returned yet");
    }
    mark(caller, true);
  }

  /**
   * Traps if one of the two contains the other, or if they are the same. The specification's text allows such a call, but its
   * tests currently expect a trap.
   */
  public void requireApartFrom(ComponentInstance caller) {
    if (holds(caller) || caller.holds(this)) {
      throw Trap.of(
          "cannot enter component instance: a component and a nested one must not call each other");
    }
  }

  /** Tests whether the host may call it: no call runs in it or around it. */
  public boolean mayHostEnter() {
    return mayEnterFrom(null);
  }

  /** Tests whether the host may call the destructor of a resource: no call runs in the instance that implements it. */
  public static boolean mayHostEnter(GuestResource type) {
    return ((ComponentInstance) type.implementer()).mayHostEnter();
  }

  /** Undoes {@link #enterFrom}. */
  public void leaveTo(ComponentInstance caller) {
    mark(caller, false);
  }

  /** Does the same as {@link #enterFrom} for the host, which has already checked that the whole instance may be entered. */
  @Override
  public void enterFromHost() {
    markAll(true);
  }

  @Override
  public void leaveToHost() {
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

  @Override
  public void checkMayLeave() {
    if (!mayLeave) {
      throw Trap.of("cannot leave component instance: realloc or post-return is running");
    }
  }

  public void forbidLeaving() {
    mayLeave = false;
  }

  public void allowLeaving() {
    mayLeave = true;
  }
}
