package radicchio.wasi.p2.io;

import java.io.InputStream;
import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.streams.HostInput;
import radicchio.wasi.streams.SourceStream;

/** Converts an {@code input-stream} for users: an {@link InputStream}. A stream of a user is returned unchanged. */
final class InputConversion implements JavaResource.Conversion<GuestInput> {

  @Override
  public Optional<Object> toUser(GuestInput input) {
    return Optional.of(
        input.source() instanceof HostInput host
            ? host.stream()
            : new SourceStream(input.source()));
  }

  @Override
  public GuestInput ofUser(Object value) {
    if (value instanceof InputStream stream) {
      return GuestInput.of(
          stream instanceof SourceStream source ? source.source() : HostInput.owning(stream));
    }
    throw Refusal.of(
        "expected an InputStream for an input-stream, got " + ForeignText.printed(value));
  }
}
