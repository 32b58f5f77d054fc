package radicchio.runtime.stream.host;

import java.util.concurrent.CompletionStage;

/**
 * The readable end of a {@code future} that the host was given. Its owner must close it, wait for its value, or give it away as
 * an argument or result, which closes it. Any thread may use it. No method blocks.
 */
public interface FutureReader extends AutoCloseable {

  /**
   * Returns a stage of the staged value; of null if the future has no element type. It is the same stage each time. It
   * completes on a thread that runs the store, outside its lock. It fails with a {@link radicchio.error.RadicchioException}:
   * {@code CLOSED} if this end, its instance or the store was closed, {@code TRAP} if the store trapped.
   */
  CompletionStage<Object> value();

  /** Drops the end. The guest's write then ends. Does nothing after the value was read, or the second time. */
  @Override
  void close();
}
