package radicchio.wasi.p2.cli;

import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.cli.SharedSink;
import radicchio.wasi.host.cli.SharedSource;
import radicchio.wasi.p2.io.GuestInput;
import radicchio.wasi.p2.io.GuestOutput;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;

/** {@code wasi:cli/stdin}, {@code stdout} and {@code stderr}: each call returns a handle of the same stream. */
public final class StandardInterfaces {
  private StandardInterfaces() {}

  /** @param in not closed by guests */
  public static HostInterface in(ByteSource in) {
    return HostInterface.of("wasi:cli/stdin")
        .with("get-stdin", a -> GuestInput.of(new SharedSource(in)));
  }

  /** @param out not closed by guests */
  public static HostInterface out(ByteSink out) {
    return HostInterface.of("wasi:cli/stdout")
        .with("get-stdout", a -> GuestOutput.of(new SharedSink(out)));
  }

  /** @param err not closed by guests */
  public static HostInterface err(ByteSink err) {
    return HostInterface.of("wasi:cli/stderr")
        .with("get-stderr", a -> GuestOutput.of(new SharedSink(err)));
  }
}
