package radicchio.values.streams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import radicchio.runtime.stream.host.HostFutureReader;

/**
 * A guest's future. Cancelling it drops it. {@code get} and {@code join} run guests until the value is there, and wait at most as long
 * as a call may take.
 */
final class GuestFuture extends CompletableFuture<Object> {
  private final HostFutureReader reader;

  private GuestFuture(HostFutureReader reader) {
    this.reader = reader;
  }

  static CompletableFuture<Object> of(HostFutureReader reader) {
    GuestFuture made = new GuestFuture(reader);
    reader
        .value()
        .whenComplete(
            (value, failure) -> {
              if (failure != null) {
                made.completeExceptionally(failure);
              } else {
                made.complete(value);
              }
            });
    return made;
  }

  @Override
  public Object get() throws InterruptedException, ExecutionException {
    drive();
    return super.get();
  }

  @Override
  public Object join() {
    drive();
    return super.join();
  }

  private void drive() {
    if (!isDone()) {
      complete(reader.valueNow());
    }
  }

  @Override
  public boolean cancel(boolean interrupt) {
    reader.close();
    return super.cancel(interrupt);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
