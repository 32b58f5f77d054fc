package radicchio.runtime.stream.host;

import java.util.concurrent.CompletableFuture;
import radicchio.runtime.stream.HostDoor;
import radicchio.runtime.thread.Conveyed;

/** The value that a {@link BlockingValue} returns, as a stage. */
public final class ProducedValue {
  private final HostDoor door;
  private final BlockingValue value;

  /** What the thread had that gave the future to the guest. */
  private final Conveyed conveyed = Conveyed.ofThisThread();

  private final CompletableFuture<Object> stage = new CompletableFuture<>();

  public ProducedValue(HostDoor door, BlockingValue value) {
    this.door = door;
    this.value = value;
  }

  /** Cancelling it interrupts the thread that waits for the value. */
  public CompletableFuture<Object> stage() {
    return stage;
  }

  /** Begins to wait for the value, on a worker thread. */
  public void start() {
    Thread thread = door.runBlocking(() -> conveyed.run(this::produce));
    stage.whenComplete(
        (made, failure) -> {
          if (stage.isCancelled()) {
            thread.interrupt();
          }
        });
  }

  private void produce() {
    try {
      stage.complete(value.get());
    } catch (Throwable t) {
      stage.completeExceptionally(t);
    }
  }
}
