package radicchio.runtime.stream.host;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.ElementPlan;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.Operation;

/** The host's readable end of a guest's future. The read begins when the value is asked for the first time. */
public final class HostFutureReader implements FutureReader, Group.End, CopyListener {
  private final HostDoor door;
  private final Shared.Readable shared;

  private final ElementPlan plan;
  private final Outside form;

  /** Whether a read has begun. Used inside the store. */
  private boolean begun;

  /** The one place that receives the value. */
  private final Object[] place = new Object[1];

  /** Open while the host waits for the value. */
  private final Operation held;

  /** Completed inside the store, so that only {@link #outside} has dependents. */
  private final CompletableFuture<Object> inside = new CompletableFuture<>();

  private final CompletableFuture<Object> outside = new CompletableFuture<>();

  private HostFutureReader(HostDoor door, Shared.Readable shared, ElementPlan plan, Outside form) {
    this.door = door;
    this.shared = shared;
    this.plan = plan;
    this.form = form;
    this.held = door.begin();
  }

  /**
   * Makes the reader of a future that a guest gave to the host. Must be called inside the store.
   *
   * @param plan the plan of the value as a value of the host
   * @param form the form of handles in it
   */
  public static HostFutureReader of(
      HostDoor door, Shared.Readable shared, ElementPlan plan, Outside form) {
    HostFutureReader made = new HostFutureReader(door, shared, plan, form);
    door.onEnd(made);
    made.inside.whenCompleteAsync(made::tell);
    made.outside.whenComplete((value, failure) -> made.cancelled());
    return made;
  }

  private void begin() {
    if (begun || inside.isDone()) {
      return;
    }
    begun = true;
    try {
      shared.read(CopyBuffer.ofObjects(place, 0, 1, plan, form), this);
    } catch (Throwable t) {
      door.fail(t);
    }
  }

  private void tell(Object value, Throwable failure) {
    if (failure != null) {
      outside.completeExceptionally(failure);
    } else {
      outside.complete(value);
    }
  }

  private void cancelled() {
    if (outside.isCancelled()) {
      close();
    }
  }

  @Override
  public void copied(Runnable reclaim) {
    throw new IllegalStateException("BUG: a part of a future's value");
  }

  @Override
  public void done(CopyResult result) {
    if (result == CopyResult.COMPLETED) {
      door.forget(this);
      held.complete(shared::drop);
      inside.complete(place[0]);
    }
  }

  /** Cancelling the stage closes the end. */
  @Override
  public CompletionStage<Object> value() {
    if (!inside.isDone()) {
      door.arrive(this::begin);
    }
    return outside;
  }

  /**
   * Returns the value, and runs guests until it is there.
   *
   * @throws radicchio.error.RadicchioException {@code CLOSED} or {@code TRAP} as the stage; {@code LIMIT} if it takes longer than
   *     a call may, or the thread was interrupted
   */
  public Object valueNow() {
    if (!inside.isDone()) {
      door.run(this::begin, inside::isDone);
    }
    return HostReads.outcome(inside);
  }

  @Override
  public void close() {
    if (inside.completeExceptionally(HostReads.futureClosed())) {
      held.complete(
          () -> {
            withdraw();
            door.forget(this);
            shared.drop();
          });
    }
  }

  private void withdraw() {
    if (begun) {
      shared.cancel();
    }
  }

  @Override
  public void ended(RuntimeException why) {
    inside.completeExceptionally(why);
  }

  @Override
  public Optional<String> unclosed() {
    return Optional.of("a future that the host was given");
  }

  /** Tests whether its instance is the one behind a door. */
  public boolean isBehind(HostDoor other) {
    return door == other;
  }

  /**
   * Takes what it reads from, to pass it on. Must be called inside the store.
   *
   * @throws radicchio.error.RadicchioException {@code CLOSED} if it was closed or given away, or its value was read
   */
  public Shared.Readable giveAway() {
    if (!inside.completeExceptionally(HostReads.futureClosed())) {
      throw HostReads.futureClosed();
    }
    withdraw();
    door.forget(this);
    held.complete(() -> {});
    return shared;
  }
}
