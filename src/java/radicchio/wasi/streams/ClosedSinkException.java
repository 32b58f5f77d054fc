package radicchio.wasi.streams;

import java.io.IOException;

/** Thrown by a write if the other side has closed the stream. This is an end, not a failure. */
public final class ClosedSinkException extends IOException {
  private static final long serialVersionUID = 1L;

  public ClosedSinkException() {
    super("the other side closed the stream");
  }

  /**
   * Returns an exception of this class if the text of the operating system is that of a closed pipe, else the
   * given exception.
   */
  static IOException or(IOException thrown) {
    String text = String.valueOf(thrown.getMessage());
    if (!text.contains("Broken pipe") && !text.contains("pipe is being closed")) {
      return thrown;
    }
    ClosedSinkException closed = new ClosedSinkException();
    closed.initCause(thrown);
    return closed;
  }
}
