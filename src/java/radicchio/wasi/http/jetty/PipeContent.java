package radicchio.wasi.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import radicchio.wasi.http.BodyPipe;

/** The body of a request that a guest writes, in the form of Jetty's client. */
final class PipeContent implements Request.Content {
  private static final int PIECE = 1 << 14;

  private final BodyPipe pipe;
  private final AtomicReference<Throwable> failed = new AtomicReference<>();

  PipeContent(BodyPipe pipe) {
    this.pipe = pipe;
  }

  /** No headers except those of the guest. */
  @Override
  public String getContentType() {
    return null;
  }

  @Override
  public long getLength() {
    return pipe.declared().orElse(-1);
  }

  @Override
  public Content.Chunk read() {
    if (failed.get() != null) {
      return Content.Chunk.from(failed.get());
    }
    try {
      byte[] piece = new byte[PIECE];
      int n = pipe.read(piece, 0, piece.length);
      if (n < 0) {
        return Content.Chunk.EOF;
      }
      return n == 0 ? null : Content.Chunk.from(ByteBuffer.wrap(piece, 0, n), false);
    } catch (IOException e) {
      return Content.Chunk.from(e);
    }
  }

  @Override
  public void demand(Runnable demandCallback) {
    pipe.readable().whenReady().thenRun(demandCallback);
  }

  @Override
  public void fail(Throwable failure) {
    failed.compareAndSet(null, failure);
    pipe.close();
  }

  /** Returns the trailers. Jetty calls it after the last byte; null means none. */
  HttpFields trailers() {
    return pipe.trailers()
        .toCompletableFuture()
        .getNow(Optional.empty())
        .map(FieldLists::of)
        .orElse(null);
  }
}
