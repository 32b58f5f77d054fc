package radicchio.wasi.streams;

import java.io.IOException;

/** Nothing can be written any more, since the other side closed the stream: an end, not a failure. */
public final class ClosedSinkException extends IOException {
  private static final long serialVersionUID = 1L;

  public ClosedSinkException() {
    super("the other side closed the stream");
  }
}
