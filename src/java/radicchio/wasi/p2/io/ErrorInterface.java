package radicchio.wasi.p2.io;

import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;
import radicchio.runtime.resource.JavaResource;
import radicchio.wasi.host.HostInterface;

/** {@code wasi:io/error}. For users an error is a {@link Throwable}. */
public final class ErrorInterface {
  private ErrorInterface() {}

  public static HostInterface host() {
    return HostInterface.of("wasi:io/error")
        .withResource("error", GuestError.class, e -> {}, e -> {}, new ErrorConversion())
        .with("[method]error.to-debug-string", a -> a.self(GuestError.class).debugString());
  }

  private static final class ErrorConversion implements JavaResource.Conversion<GuestError> {
    @Override
    public Optional<Object> toUser(GuestError error) {
      return Optional.of(error.cause());
    }

    @Override
    public GuestError ofUser(Object value) {
      if (value instanceof Throwable cause) {
        return new GuestError(cause);
      }
      throw Refusal.of(
          "expected a Throwable for an error of wasi:io, got " + ForeignText.printed(value));
    }
  }
}
