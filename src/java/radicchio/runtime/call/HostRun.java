package radicchio.runtime.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import radicchio.error.ErrException;
import radicchio.error.RadicchioException;
import radicchio.runtime.instance.ComponentInstance;
import radicchio.runtime.task.CallToCancel;
import radicchio.runtime.task.Subtask;
import radicchio.runtime.thread.Condition;
import radicchio.runtime.thread.Group;
import radicchio.runtime.thread.GuestThread;
import radicchio.runtime.thread.Operation;

/**
 * A call of a host function whose type is async. A function written in Java runs at once, must not block, and may return a stage;
 * any other runs on a worker thread, without the store's lock. Its later result is delivered by a thread of the calling
 * instance. Guarded by the store's lock.
 */
final class HostRun implements CallToCancel, GuestThread.Owner, Group.End {
  private final ComponentInstance instance;
  private final HostFunction function;
  private final Subtask subtask;
  private final Function<Object, Object> read;
  private final boolean hasArms;
  private CompletableFuture<?> running;
  private Thread thread;
  private boolean arrived;

  /**
   * @param read reads the function's result; returns it staged
   * @param hasArms whether its type is a {@code result}
   */
  HostRun(
      ComponentInstance instance,
      HostFunction function,
      Subtask subtask,
      Function<Object, Object> read,
      boolean hasArms) {
    this.instance = instance;
    this.function = function;
    this.subtask = subtask;
    this.read = read;
    this.hasArms = hasArms;
  }

  /** Begins the call. The subtask is resolved if the function returned a value at once. */
  void begin() {
    subtask.calls(this);
    Object[] arguments = subtask.started();
    if (!function.isJava()) {
      CompletableFuture<Object> result = new CompletableFuture<>();
      thread = instance.blocking(() -> callTo(result, arguments));
      await(result);
      return;
    }
    Object answer = callNow(arguments);
    if (answer instanceof CompletionStage<?> stage) {
      await(stage);
    } else {
      subtask.returned(read.apply(function.arm(answer, hasArms)));
    }
  }

  private Object callNow(Object[] arguments) {
    try {
      return function.callBody(arguments);
    } catch (RadicchioException e) {
      throw e;
    } catch (Throwable t) {
      throw instance.entrance().hostThrew(t);
    }
  }

  /** Runs on a worker thread, without the lock. */
  private void callTo(CompletableFuture<Object> result, Object[] arguments) {
    try {
      Object answer = function.callBody(arguments);
      if (answer instanceof CompletionStage<?> stage) {
        stage.whenComplete((value, thrown) -> complete(result, value, thrown));
        result.whenComplete((value, thrown) -> cancelWith(result, stage));
      } else {
        result.complete(answer);
      }
    } catch (Throwable t) {
      result.completeExceptionally(t);
    }
  }

  private static void complete(CompletableFuture<Object> result, Object value, Throwable thrown) {
    if (thrown == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(thrown);
    }
  }

  private static void cancelWith(CompletableFuture<Object> result, CompletionStage<?> stage) {
    if (result.isCancelled()) {
      stage.toCompletableFuture().cancel(true);
    }
  }

  private void await(CompletionStage<?> stage) {
    running = stage.toCompletableFuture();
    Operation operation = instance.begin();
    instance.group().onEnd(this);
    GuestThread delivery = instance.schedule().make(this, cancelled -> {});
    Condition arrival = new Condition(() -> arrived);
    instance.schedule().waitThen(delivery, arrival, cancelled -> deliver());
    stage.whenComplete((value, thrown) -> operation.complete(() -> arrive(arrival)));
  }

  private void arrive(Condition arrival) {
    arrived = true;
    arrival.changed();
  }

  /** Runs as a thread of the calling instance. */
  private void deliver() {
    instance.group().forget(this);
    Object value;
    try {
      value = function.arm(running.join(), hasArms);
    } catch (CancellationException | CompletionException e) {
      if (subtask.isCancellationRequested()) {
        subtask.cancelled();
        return;
      }
      value = failed(e instanceof CompletionException c && c.getCause() != null ? c.getCause() : e);
    }
    subtask.returned(read.apply(value));
  }

  private Object failed(Throwable thrown) {
    if (thrown instanceof ErrException err) {
      return function.arm(err, hasArms);
    }
    if (thrown instanceof RadicchioException ours && function.isJava()) {
      throw ours;
    }
    throw instance.entrance().hostThrew(thrown);
  }

  // Cancellation

  @Override
  public void requestCancellation(ComponentInstance from) {
    stop();
  }

  @Override
  public void ended(RuntimeException why) {
    stop();
  }

  private void stop() {
    if (running != null) {
      running.cancel(true);
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  // As a thread

  @Override
  public GuestThread.Place place() {
    return instance;
  }

  @Override
  public boolean isExclusive(GuestThread each) {
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
