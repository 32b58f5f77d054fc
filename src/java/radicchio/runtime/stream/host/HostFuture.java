package radicchio.runtime.stream.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import radicchio.abi.ElementPlan;
import radicchio.abi.PlainValues;
import radicchio.component.ValType.FutureType;
import radicchio.runtime.resource.Outside;
import radicchio.runtime.stream.CopyBuffer;
import radicchio.runtime.stream.CopyListener;
import radicchio.runtime.stream.CopyResult;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.stream.Shared;
import radicchio.runtime.thread.Group;

/** A future that the host gave: its readable end reads the value of a stage. Used inside the store. */
public final class HostFuture implements Shared.Readable, Group.End {
  private final FutureType type;
  private final HostDoor door;
  private final CompletableFuture<?> stage;
  private final Runnable starter;
  private final ElementPlan plan;
  private final Outside outside;
  private final WaitingRead read;

  /** Whether its end was dropped, or its value read. */
  private boolean ended;

  private boolean started;

  private HostFuture(
      FutureType type,
      HostDoor door,
      CompletableFuture<?> stage,
      Runnable starter,
      Outside outside) {
    this.type = type;
    this.door = door;
    this.stage = stage;
    this.starter = starter;
    this.plan = ElementPlan.of(type.element(), PlainValues.INSTANCE);
    this.outside = outside;
    this.read = new WaitingRead(door);
  }

  /**
   * Makes the readable side of a stage of the staged value.
   *
   * @param starter begins to make the value; run by the first read
   * @param outside the form of handles in its value
   */
  public static HostFuture of(
      FutureType type,
      HostDoor door,
      CompletableFuture<?> stage,
      Runnable starter,
      Outside outside) {
    HostFuture made = new HostFuture(type, door, stage, starter, outside);
    door.onEnd(made);
    return made;
  }

  @Override
  public FutureType type() {
    return type;
  }

  @Override
  public void read(CopyBuffer target, CopyListener listener) {
    read.begin(target, listener);
    if (!started) {
      started = true;
      starter.run();
      stage.whenComplete((value, failure) -> door.arrive(this::arrived));
    }
    if (stage.isDone() && !stage.isCompletedExceptionally()) {
      deliver();
    } else {
      read.waitForHost();
    }
  }

  private void arrived() {
    if (ended) {
      return;
    }
    try {
      if (stage.isCompletedExceptionally()) {
        release();
        stage.whenComplete((value, failure) -> door.fail(cause(failure)));
      } else if (read.target() != null) {
        deliver();
      }
    } catch (Throwable t) {
      door.fail(t);
    }
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private void deliver() {
    Object[] value = {stage.join()};
    CopyBuffer.copy(CopyBuffer.ofObjects(value, 0, 1, plan, outside), read.target());
    ended = true;
    door.forget(this);
    read.end(CopyResult.COMPLETED);
  }

  @Override
  public void cancel() {
    read.end(CopyResult.CANCELLED);
  }

  @Override
  public void drop() {
    release();
  }

  @Override
  public void ended(RuntimeException why) {
    release();
  }

  /** Cancels the stage, once, unless its value was read. */
  private void release() {
    if (!ended) {
      ended = true;
      door.forget(this);
      stage.cancel(true);
    }
  }
}
