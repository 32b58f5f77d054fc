package radicchio.runtime.thread;

import java.util.function.Consumer;
import radicchio.runtime.resource.HandleSpace;

/**
 * A thread of a guest ({@code Thread}): it runs, or it waits until something is true, or it is suspended until another one resumes
 * it. Its frames are on the stack of a thread of Java, its seat, if it has any; a task between two callbacks has none, and needs no
 * thread of Java. Guarded by the store's lock.
 */
public final class GuestThread implements Waiter, HandleSpace.Element {

  /** The component instance in which threads run. */
  public interface Place {
    /** Enters it, and those around it, from the host. */
    void enterFromHost();

    /** Undoes {@link #enterFromHost}. */
    void leaveToHost();

    /** Returns the instances that end together with it. */
    Group group();
  }

  /** The task of a thread. */
  public interface Owner {
    Place place();

    /** Tests whether a thread of it runs only while it has the instance for itself ({@code needs_exclusive}). */
    boolean isExclusive(GuestThread thread);

    /** Tests whether it has a request to cancel it that was not delivered. */
    boolean hasCancellation();

    /** Takes the request to cancel it, if there is one ({@code deliver_pending_cancel}). */
    boolean takeCancellation();

    /**
     * Tests whether its threads may block with frames on the stack. If not, they run on the stack of the thread that resumes
     * them.
     */
    boolean mayBlock();
  }

  private final Owner owner;
  private final boolean synchronous;

  /** What the thread that made it had, for all that it does. */
  private final Conveyed conveyed = Conveyed.ofThisThread();

  private final long[] storage = new long[2];

  private Step step;
  private Seat seat;
  private Condition condition;
  private Gate gate;

  /** Takes it as one that may be ready. */
  private Consumer<GuestThread> considers;

  private long since;

  private boolean running;
  private boolean cancellable;
  private boolean chosen;
  private int index;

  private GuestThread(Owner owner, Step step, boolean synchronous) {
    this.owner = owner;
    this.step = step;
    this.synchronous = synchronous;
    this.running = synchronous;
  }

  /** Makes a suspended thread that begins with a step. */
  static GuestThread suspended(Owner owner, Step step) {
    return new GuestThread(owner, step, false);
  }

  /** Makes the running thread of a call that must return before its caller continues. */
  static GuestThread synchronous(Owner owner) {
    return new GuestThread(owner, null, true);
  }

  public Owner owner() {
    return owner;
  }

  // State

  public boolean isSynchronous() {
    return synchronous;
  }

  /** Tests whether only another thread can resume it. */
  public boolean isSuspended() {
    return !running && condition == null;
  }

  boolean isWaiting() {
    return !running && condition != null;
  }

  /** Tests whether it waits and can go on. */
  public boolean isReady() {
    return isWaiting() && wants() && (gate == null || gate.isOpen());
  }

  /** Tests whether what it waits for has come. A request to cancel its task ends the wait as well if it allows this. */
  boolean wants() {
    return condition.holds() || cancellable && owner.hasCancellation();
  }

  /** Must be called when a waiting thread may be ready for another reason than its condition or its gate. */
  @Override
  public void mayBeReady() {
    if (isWaiting()) {
      considers.accept(this);
    }
  }

  /** Takes the request to cancel its task, if it allowed this where it waited, which has ended. */
  boolean takesCancellation() {
    return cancellable && owner.takeCancellation();
  }

  /** Tests whether its task may be cancelled where it waits. */
  public boolean isCancellable() {
    return !running && cancellable;
  }

  void runs() {
    running = true;
    condition = null;
    gate = null;
  }

  /** It is suspended from now on. */
  void suspends(boolean allowsCancellation) {
    waits(null, null, allowsCancellation);
  }

  /**
   * It waits from now on.
   *
   * @param until null if it is suspended
   * @param behind null if nothing holds it back then
   */
  void waits(Condition until, Gate behind, boolean allowsCancellation) {
    running = false;
    condition = until;
    gate = behind;
    cancellable = allowsCancellation;
  }

  void waitsSince(long beginning, Consumer<GuestThread> by) {
    since = beginning;
    considers = by;
  }

  @Override
  public long since() {
    return since;
  }

  Condition condition() {
    return condition;
  }

  /** Returns what holds it back; null for nothing. */
  Gate gate() {
    return gate;
  }

  /** A synchronous thread was resumed, whose frames are below those of the thread of Java that resumes. */
  void choose() {
    chosen = true;
  }

  boolean takeChoice() {
    boolean was = chosen;
    chosen = false;
    return was;
  }

  // Its stack

  Seat seat() {
    return seat;
  }

  void sitsOn(Seat now) {
    seat = now;
  }

  Step takeStep() {
    Step next = step;
    step = null;
    return next;
  }

  void continuesWith(Step next) {
    step = next;
  }

  /** Runs a step of it. */
  void run(Step current, boolean cancelled) {
    conveyed.run(() -> current.run(cancelled));
  }

  // For guests

  /** Returns its index in its instance; 0 before it has one. */
  public int index() {
    return index;
  }

  public void setIndex(int given) {
    index = given;
  }

  /** {@code context.get}. */
  public long context(int slot) {
    return storage[slot];
  }

  /** {@code context.set}. */
  public void setContext(int slot, long value) {
    storage[slot] = value;
  }

  @Override
  public String noun() {
    return "a thread";
  }
}
