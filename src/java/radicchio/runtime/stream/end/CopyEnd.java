package radicchio.runtime.stream.end;

import radicchio.abi.context.Trap;
import radicchio.component.ValType;
import radicchio.runtime.resource.HandleSpace;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.waitable.Event;
import radicchio.runtime.waitable.Waitable;

/** An end of a stream or future that a component instance has ({@code CopyEnd}). Used inside the store. */
final class CopyEnd implements Waitable.Holder {
  private static final int PROGRESS_SHIFT = 4;

  private enum State {
    IDLE,
    COPYING,
    CANCELLING,
    DONE
  }

  private final EndKind kind;
  private final Shared shared;
  private final Waitable waitable = new Waitable();
  private State state = State.IDLE;

  private CopyEnd(EndKind kind, Shared shared) {
    this.kind = kind;
    this.shared = shared;
  }

  static CopyEnd readable(Shared.Readable shared) {
    return new CopyEnd(EndKind.readable(shared.type()), shared);
  }

  static CopyEnd writable(Shared.Writable shared) {
    return new CopyEnd(EndKind.writable(shared.type()), shared);
  }

  /**
   * Returns the end with an index, of a kind and a type.
   *
   * @throws radicchio.error.RadicchioException {@code TRAP} if there is no such end
   */
  static CopyEnd get(HandleSpace space, int index, EndKind kind, ValType type) {
    return space.get(index, CopyEnd.class, kind.noun()).checked(index, kind, type);
  }

  /** Does the same as {@link #get}, and removes the end. */
  static CopyEnd remove(HandleSpace space, int index, EndKind kind, ValType type) {
    return space.remove(index, CopyEnd.class, kind.noun()).checked(index, kind, type);
  }

  private CopyEnd checked(int index, EndKind wanted, ValType type) {
    if (kind != wanted) {
      throw Trap.of("index " + index + " is " + noun() + ", expected " + wanted.noun());
    }
    if (shared.type() != type && !shared.type().equals(type)) {
      throw Trap.of("index " + index + " is " + noun() + " of another type than the built-in's");
    }
    return this;
  }

  @Override
  public Waitable waitable() {
    return waitable;
  }

  @Override
  public String noun() {
    return kind.noun();
  }

  // Copying

  /** Traps unless a copy may begin. */
  void checkIdle(boolean async) {
    if (state == State.DONE) {
      throw Trap.of(kind.done());
    }
    if (state != State.IDLE) {
      throw Trap.of(
          "cannot have concurrent operations active on a future/stream: a copy with "
              + noun()
              + " has not ended");
    }
    checkMayUse(async);
  }

  private void checkMayUse(boolean async) {
    if (waitable.inSet() && !async) {
      throw Trap.of("waitable cannot be used synchronously while added to a waitable set");
    }
  }

  /** Begins a copy. Its events have this end's index. */
  void copy(int index, CopyBuffer buffer) {
    state = State.COPYING;
    CopyListener listener = new Events(index, buffer);
    if (kind.isReadable()) {
      ((Shared.Readable) shared).read(buffer, listener);
    } else {
      ((Shared.Writable) shared).write(buffer, listener);
    }
  }

  /** Makes the events of one copy ({@code stream_event}, {@code future_event}). */
  private final class Events implements CopyListener {
    private final int index;
    private final CopyBuffer buffer;

    Events(int index, CopyBuffer buffer) {
      this.index = index;
      this.buffer = buffer;
    }

    @Override
    public void copied(Runnable reclaim) {
      waitable.setPending(
          () -> {
            reclaim.run();
            return event(CopyResult.COMPLETED);
          });
    }

    @Override
    public void done(CopyResult result) {
      waitable.setPending(() -> event(result));
    }

    private Event event(CopyResult how) {
      CopyResult result = asCancelled(how);
      boolean last =
          result == CopyResult.DROPPED || kind.isFuture() && result == CopyResult.COMPLETED;
      state = last ? State.DONE : State.IDLE;
      int payload =
          kind.isFuture() ? result.code() : result.code() | buffer.progress() << PROGRESS_SHIFT;
      return new Event(kind.event(), index, payload);
    }
  }

  /**
   * Returns the result of a stream's copy that was cancelled after a part was copied. The specification's text says that it is
   * completed, but its tests currently expect that it is cancelled.
   */
  private CopyResult asCancelled(CopyResult how) {
    return state == State.CANCELLING && how == CopyResult.COMPLETED && !kind.isFuture()
        ? CopyResult.CANCELLED
        : how;
  }

  /** Cancels the copy that has not ended. */
  void cancel(boolean async) {
    if (state != State.COPYING || waitable.hasSyncWaiter()) {
      throw Trap.of("cannot cancel a copy with " + noun() + ": none waits");
    }
    checkMayUse(async);
    state = State.CANCELLING;
    if (!waitable.hasPending()) {
      shared.cancel();
    }
  }

  // Its end

  /** Drops it, after it was removed. */
  void drop() {
    if (isCopying()) {
      throw Trap.of(kind.busy());
    }
    if (kind == EndKind.FUTURE_WRITE && state != State.DONE) {
      throw Trap.of("cannot drop future write end without first writing a value");
    }
    shared.drop();
    waitable.drop();
  }

  private boolean isCopying() {
    return state == State.COPYING || state == State.CANCELLING;
  }

  /** Takes what it reads from, after it was removed, to pass it on ({@code lift_async_value}). */
  Shared.Readable passOn() {
    String what = kind.isFuture() ? "future" : "stream";
    if (state == State.DONE) {
      throw Trap.of(
          kind.isFuture()
              ? "cannot lift future after previous read succeeded"
              : "cannot lift stream after being notified that the writable end dropped");
    }
    if (state != State.IDLE) {
      throw Trap.of("cannot lift " + what + " while a read of it has not ended");
    }
    if (waitable.inSet()) {
      throw Trap.of("cannot lift " + what + " while it's in a waitable set");
    }
    return (Shared.Readable) shared;
  }
}
