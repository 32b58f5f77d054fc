package radicchio.wasi.p2.io;

import java.io.IOException;
import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;

/** {@code stream-error}, thrown: the stream is closed, or its last operation failed. */
final class StreamFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<GuestError> error;

  private StreamFailure(Optional<GuestError> error) {
    super(null, null, false, false);
    this.error = error;
  }

  static StreamFailure closed() {
    return new StreamFailure(Optional.empty());
  }

  static StreamFailure of(IOException failure) {
    return new StreamFailure(Optional.of(new GuestError(failure)));
  }

  /** Tests whether the stream is closed without a failure. */
  boolean isClosed() {
    return error.isEmpty();
  }

  /** {@code err(last-operation-failed(…))} or {@code err(closed)}. */
  StagedCase staged() {
    return Staged.err(
        error.map(e -> new StagedCase(0, e)).orElseGet(() -> new StagedCase(1, null)));
  }
}
