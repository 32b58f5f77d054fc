package radicchio.wasi.p3.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.cli.SharedSink;
import radicchio.wasi.host.cli.SharedSource;
import radicchio.wasi.p3.streams.GivenBytes;
import radicchio.wasi.p3.streams.Pump;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.ClosedSinkException;

/** {@code wasi:cli/stdin}, {@code stdout} and {@code stderr}. */
public final class StandardStreamInterfaces {
  private StandardStreamInterfaces() {}

  /** {@code error-code}, in the order of WIT. */
  private enum StreamError {
    IO,
    ILLEGAL_BYTE_SEQUENCE,
    PIPE;

    static StreamError of(IOException e) {
      return e instanceof ClosedSinkException ? PIPE : IO;
    }
  }

  /** @param in not closed by guests */
  public static HostInterface in(ByteSource in) {
    return HostInterface.of("wasi:cli/stdin")
        .with(
            "read-via-stream",
            a -> {
              GivenBytes bytes = new GivenBytes(new SharedSource(in));
              return Staged.record(bytes, staged(bytes.outcome()));
            });
  }

  /** @param out not closed by guests */
  public static HostInterface out(ByteSink out) {
    return writing("wasi:cli/stdout", out);
  }

  /** @param err not closed by guests */
  public static HostInterface err(ByteSink err) {
    return writing("wasi:cli/stderr", err);
  }

  private static HostInterface writing(String name, ByteSink sink) {
    return HostInterface.of(name)
        .with(
            "write-via-stream",
            a ->
                staged(
                    Pump.start(
                        a.object(0, StreamReader.class), new SharedSink(sink), whole -> {})));
  }

  private static CompletionStage<StagedCase> staged(
      CompletionStage<Optional<IOException>> outcome) {
    return outcome.thenApply(
        early -> early.map(e -> Staged.err(StreamError.of(e))).orElseGet(Staged::ok));
  }
}
