package radicchio.wasi.p2.io;

import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostBody;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.p2.ReadBuffer;

/** {@code wasi:io/streams}. */
public final class StreamsInterface {
  private final JavaResource.Conversion<GuestInput> inputs;
  private final JavaResource.Conversion<GuestOutput> outputs;
  private final ReadBuffer room = new ReadBuffer();

  /** A function whose error is a {@code stream-error}: it returns the payload of {@code ok}. */
  private interface Body {
    Object call(Arguments arguments) throws StreamFailure, InterruptedException;
  }

  private StreamsInterface(
      JavaResource.Conversion<GuestInput> inputs, JavaResource.Conversion<GuestOutput> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** @param patient whether an interrupt must end waiting for writes to a user's stream */
  public static HostInterface host(boolean patient) {
    return new StreamsInterface(new InputConversion(), new OutputConversion(patient)).made();
  }

  private HostInterface made() {
    HostInterface host =
        HostInterface.of("wasi:io/streams")
            .withResource(
                "input-stream", GuestInput.class, GuestInput::drop, GuestInput::end, inputs)
            .withResource(
                "output-stream", GuestOutput.class, GuestOutput::drop, GuestOutput::end, outputs);
    addInput(host);
    addOutput(host);
    return host;
  }

  private void addInput(HostInterface host) {
    host.with("[method]input-stream.read", of(a -> input(a).read(a.number(1), room)))
        .with(
            "[method]input-stream.blocking-read", of(a -> input(a).blockingRead(a.number(1), room)))
        .with(
            "[method]input-stream.skip",
            of(a -> (long) input(a).read(a.number(1), room).remaining()))
        .with(
            "[method]input-stream.blocking-skip",
            of(a -> (long) input(a).blockingRead(a.number(1), room).remaining()))
        .with("[method]input-stream.subscribe", a -> input(a).subscribe());
  }

  private void addOutput(HostInterface host) {
    host.with("[method]output-stream.check-write", of(a -> output(a).checkWrite()))
        .with(
            "[method]output-stream.write",
            of(
                a -> {
                  output(a).write(a.bytes(1));
                  return null;
                }))
        .with(
            "[method]output-stream.blocking-write-and-flush",
            of(
                a -> {
                  output(a).blockingWriteAndFlush(a.bytes(1), a.bytes(1).length);
                  return null;
                }))
        .with(
            "[method]output-stream.flush",
            of(
                a -> {
                  output(a).flush();
                  return null;
                }))
        .with(
            "[method]output-stream.blocking-flush",
            of(
                a -> {
                  output(a).blockingFlush();
                  return null;
                }))
        .with("[method]output-stream.subscribe", a -> output(a).subscribe())
        .with(
            "[method]output-stream.write-zeroes",
            of(
                a -> {
                  output(a).writeZeroes(a.number(1));
                  return null;
                }))
        .with(
            "[method]output-stream.blocking-write-zeroes-and-flush",
            of(
                a -> {
                  output(a).blockingWriteZeroesAndFlush(a.number(1));
                  return null;
                }))
        .with(
            "[method]output-stream.splice",
            of(a -> output(a).splice(a.object(1, GuestInput.class), a.number(2), room)))
        .with(
            "[method]output-stream.blocking-splice",
            of(a -> output(a).blockingSplice(a.object(1, GuestInput.class), a.number(2), room)));
  }

  private static GuestInput input(Arguments arguments) {
    return arguments.self(GuestInput.class);
  }

  private static GuestOutput output(Arguments arguments) {
    return arguments.self(GuestOutput.class);
  }

  private static HostBody of(Body body) {
    return arguments -> {
      try {
        return Staged.ok(body.call(arguments));
      } catch (StreamFailure e) {
        return e.staged();
      }
    };
  }
}
