package radicchio.runtime.call;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.instance.Entrance;
import radicchio.runtime.task.Caller;
import radicchio.runtime.task.Task;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.GuestThread;

/**
 * A call of the host that does not wait: its result is a future, which completes on the common pool. Cancelling the future asks the
 * guest to cancel the call. Guarded by the store's lock, except the future.
 */
final class AsyncCall implements Caller, Group.End, GuestThread.Owner, GuestThread.Place {
  private final ComponentInstance instance;
  private final Object[] arguments;
  private final CompletableFuture<Object> future = new CompletableFuture<>();

  /** Completes with the call, or exceptionally after its time. */
  private final CompletableFuture<Void> clock = new CompletableFuture<>();

  private Task task;
  private boolean askedToEnd;

  /** @param arguments staged */
  AsyncCall(ComponentInstance instance, Object[] arguments) {
    this.instance = instance;
    this.arguments = arguments;
  }

  CompletableFuture<Object> future() {
    return future;
  }

  /** The task has begun. */
  void begun(Task begun) {
    task = begun;
    if (task.isResolved()) {
      return;
    }
    instance.group().onEnd(this);
    future.whenComplete((value, thrown) -> askToEndIfCancelled());
    Optional<Duration> timeout = instance.store().limits().timeout();
    timeout.ifPresent(
        most -> {
          clock.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS);
          clock.whenComplete((value, late) -> stopIfLate(late, most));
        });
  }

  /** Its task failed when it began, which ends the instance. */
  void failed(Entrance entrance, Throwable thrown) {
    try {
      throw entrance.died(thrown);
    } catch (Throwable t) {
      future.completeExceptionally(t);
    }
  }

  private void stopIfLate(Throwable late, Duration most) {
    if (late != null) {
      RadicchioException timeout =
          RadicchioException.of(
                  ErrorKind.LIMIT, "the call took longer than " + most.toMillis() + " ms")
              .withKeyword("limit", "timeout")
              .with("timeout-ms", most.toMillis());
      instance.arrive(() -> stop(timeout));
    }
  }

  private void stop(RadicchioException timeout) {
    if (!task.isResolved()) {
      instance.entrance().dead(timeout);
    }
  }

  // From its task

  @Override
  public Object[] started() {
    return arguments;
  }

  @Override
  public void returned(Object result) {
    instance.group().forget(this);
    complete(() -> future.complete(result));
  }

  @Override
  public void cancelled() {
    instance.group().forget(this);
    complete(() -> future.cancel(false));
  }

  @Override
  public void ended(RuntimeException why) {
    Throwable thrown = instance.entrance().endedMeanwhile(why);
    complete(() -> future.completeExceptionally(thrown));
  }

  private void complete(Runnable completion) {
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              clock.complete(null);
              completion.run();
            });
  }

  // Cancellation, which runs as a thread that is in no instance

  private void askToEndIfCancelled() {
    if (future.isCancelled()) {
      instance.arrive(this::askToEnd);
    }
  }

  private void askToEnd() {
    if (!askedToEnd && !task.isResolved() && instance.entrance().isLive()) {
      askedToEnd = true;
      instance
          .schedule()
          .resumeLater(instance.schedule().make(this, cancelled -> requestCancellation()));
    }
  }

  private void requestCancellation() {
    if (!task.isResolved()) {
      task.requestCancellation(null);
    }
  }

  @Override
  public GuestThread.Place place() {
    return this;
  }

  @Override
  public void enterFromHost() {
    // it is in no instance
  }

  @Override
  public void leaveToHost() {
    // it is in no instance
  }

  @Override
  public Group group() {
    return instance.group();
  }

  @Override
  public boolean isExclusive(GuestThread thread) {
    return true;
  }

  @Override
  public boolean hasCancellation() {
    return false;
  }

  @Override
  public boolean takeCancellation() {
    return false;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }
}
