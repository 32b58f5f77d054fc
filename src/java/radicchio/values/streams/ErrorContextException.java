package radicchio.values.streams;

/** An error context that a guest gave to the host. Its message is the debug message. */
public final class ErrorContextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ErrorContextException(String message) {
    super(message);
  }
}
