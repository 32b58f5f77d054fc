package radicchio.engine.chicory.store;

import java.util.List;
import java.util.Optional;
import radicchio.engine.CoreStore;
import radicchio.engine.Limits;
import radicchio.engine.limits.Clock;
import radicchio.engine.limits.HeapReserve;
import radicchio.engine.limits.StackRoom;
import radicchio.error.RadicchioException;

/**
 * A thread of execution in a store: an outermost entrance of the host, and all calls inside it. It has the state of that call: its
 * time, its depth, the exceptions of host functions. The thread that holds the store's lock uses it.
 */
final class Execution implements CoreStore.Turn {
  /** Entrances up to this depth check the stack each time; deeper ones, as in callbacks, once a call. */
  private static final int SHALLOW = 8;

  private final Limits limits;
  private final Clock clock;
  private final Frames frames;
  private int depth;

  /** When the time of its call, or of the present part of it, began. */
  private long began;

  /** The depth of entrances for which the present outermost one found room on the stack and need not look again. */
  private int roomFor;

  /** How often it is held: its thread keeps the lock between calls. */
  private int holds;

  /** Whether something was thrown since the outermost entrance, so that the next fields may be set. */
  private boolean failed;

  private Throwable thrownByHost;
  private Throwable thrownAt;
  private List<String> stopped = List.of();
  private RadicchioException timedOut;

  Execution(Limits limits, Frames.Modules modules) {
    this.limits = limits;
    this.clock = new Clock(limits.timeout());
    this.frames = new Frames(modules);
  }

  // Entrances

  /** The outermost entrance, whose time runs from {@code began}. */
  void begin(long began) {
    depth = 1;
    roomFor = 1;
    frames.begin();
    run(began);
  }

  /** Its thread continues, and its time runs from {@code began}. */
  void run(long began) {
    this.began = began;
    clock.start(began);
  }

  @Override
  public long began() {
    return began;
  }

  /** An entrance within another one. */
  void enterAgain() {
    if (depth >= roomFor) {
      StackRoom.require();
      roomFor = Math.min(depth + 1, SHALLOW);
    }
    depth++;
  }

  /** Leaves the innermost entrance. Returns whether there is another one around it. */
  boolean leave() {
    if (--depth > 0) {
      return true;
    }
    if (failed) {
      forget();
    }
    return false;
  }

  private void forget() {
    failed = false;
    thrownByHost = null;
    thrownAt = null;
    stopped = List.of();
    timedOut = null;
  }

  /** Its thread keeps the lock between calls, until {@link #release} was called as often. */
  void hold() {
    holds++;
  }

  /** Undoes {@link #hold}. */
  void release() {
    holds--;
  }

  boolean isHeld() {
    return holds > 0;
  }

  /** After the outermost entrance was left, or before another thread runs. */
  void end() {
    clock.stop();
  }

  int depth() {
    return depth;
  }

  /**
   * Restores the depth of before a call of a host function, because a stack overflow may have prevented it from leaving what it
   * entered.
   */
  void restore(int before) {
    depth = before;
  }

  // Time

  /** Stops a guest whose time ran out while a host function was running that ignored or cleared the interrupt. */
  void requireRunning() {
    if (clock.stopped()) {
      throw timedOut(Optional.empty());
    }
  }

  void check() {
    boolean interrupted = Thread.currentThread().isInterrupted();
    checkTime();
    if (interrupted) {
      throw Traps.interrupted(Optional.empty());
    }
  }

  void checkTime() {
    if (clock.overran()) {
      throw timedOut(Optional.empty());
    }
  }

  @Override
  public long nanosLeft() {
    return clock.left();
  }

  private RadicchioException timedOut(Optional<Throwable> cause) {
    failed = true;
    timedOut = Traps.timeout(limits, cause);
    return timedOut;
  }

  // What is thrown

  /** Records an exception of a host function, so that it is not reported as a fault of the engine. */
  void threw(Throwable t) {
    failed = true;
    if (t != thrownByHost) { // else it passes one host function after the other
      thrownByHost = t;
      thrownAt = new Throwable();
    }
  }

  /** Converts what leaves a call of the host to the exception for the caller. */
  Throwable translate(Throwable t) {
    if (t instanceof OutOfMemoryError) {
      HeapReserve.release();
    }
    failed = true;
    if (clock.stopped()) {
      return t == timedOut ? t : timedOut(Optional.of(t));
    }
    try {
      if (t != thrownByHost) {
        thrownByHost = Traps.translate(t, frames);
        thrownAt = null;
        stopped = List.of();
      } else if (thrownAt != null) {
        stopped = frames.take(thrownAt);
        thrownAt = null;
      }
      return thrownByHost;
    } finally {
      frames.forget();
    }
  }

  /** Returns the guests' functions that exceptions pass. */
  Frames frames() {
    return frames;
  }

  /** Returns the functions that were running when the last exception of a host function left them all, innermost first. */
  List<String> stopped() {
    return stopped;
  }
}
