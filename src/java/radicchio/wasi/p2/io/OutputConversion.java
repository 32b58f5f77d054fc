package radicchio.wasi.p2.io;

import java.io.OutputStream;
import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.streams.HostOutput;
import radicchio.wasi.streams.SinkStream;

/**
 * Converts an {@code output-stream} for users: an {@link OutputStream}. A stream of a user is returned unchanged.
 */
final class OutputConversion implements JavaResource.Conversion<GuestOutput> {
  private final boolean patient;

  /** @param patient whether an interrupt must end waiting for writes to a user's stream */
  OutputConversion(boolean patient) {
    this.patient = patient;
  }

  @Override
  public Optional<Object> toUser(GuestOutput output) {
    return Optional.of(
        output.sink() instanceof HostOutput host ? host.stream() : new SinkStream(output.sink()));
  }

  @Override
  public GuestOutput ofUser(Object value) {
    if (value instanceof SinkStream sink) {
      return GuestOutput.of(sink.sink());
    }
    if (value instanceof OutputStream stream) {
      HostOutput sink = HostOutput.owning(stream);
      if (patient) {
        sink.bePatient();
      }
      return GuestOutput.of(sink);
    }
    throw Refusal.of(
        "expected an OutputStream for an output-stream, got " + ForeignText.printed(value));
  }
}
