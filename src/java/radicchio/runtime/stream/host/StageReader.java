package radicchio.runtime.stream.host;

import java.util.concurrent.CompletionStage;

/**
 * A future's end whose value comes from the host, without a guest between them.
 *
 * @param value cancelled when the end is closed
 */
public record StageReader(CompletionStage<Object> value) implements FutureReader {

  @Override
  public void close() {
    value.toCompletableFuture().cancel(true);
  }
}
