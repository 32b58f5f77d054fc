package radicchio.wasi.http;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.Pollable;

/** A body with bytes and without trailers. */
public record PlainBody(ByteSource bytes) implements BodySource {
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return bytes.read(target, offset, length);
  }

  @Override
  public Pollable readable() {
    return bytes.readable();
  }

  @Override
  public CompletionStage<Optional<List<HttpField>>> trailers() {
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
