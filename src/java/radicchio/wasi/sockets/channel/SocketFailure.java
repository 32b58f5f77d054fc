package radicchio.wasi.sockets.channel;

import java.io.IOException;

/** Thrown if an operation on a socket fails. It has no stack trace, because guests can cause any number of them. */
public final class SocketFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final SocketError error;

  public SocketFailure(SocketError error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  /** Returns the failure for an exception of a channel. */
  public static SocketFailure of(IOException e) {
    return new SocketFailure(SocketError.of(e), String.valueOf(e.getMessage()));
  }

  /** Returns the failure for an operation that the state of the socket does not allow. */
  public static SocketFailure state(String expected) {
    return new SocketFailure(SocketError.INVALID_STATE, "expected " + expected);
  }

  /** Throws if an argument is not valid. */
  public static void requireValid(boolean valid, String expected) throws SocketFailure {
    if (!valid) {
      throw new SocketFailure(SocketError.INVALID_ARGUMENT, "expected " + expected);
    }
  }

  /** Throws if an operation has started and not finished. */
  public static void requireNoneStarted(boolean finishing) throws SocketFailure {
    if (finishing) {
      throw new SocketFailure(
          SocketError.CONCURRENCY_CONFLICT, "another operation has not finished");
    }
  }

  /** Throws if no operation has started. */
  public static void requireStarted(boolean finishing) throws SocketFailure {
    if (!finishing) {
      throw new SocketFailure(SocketError.NOT_IN_PROGRESS, "no such operation has started");
    }
  }

  public SocketError error() {
    return error;
  }
}
