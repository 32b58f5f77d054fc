package radicchio.wasi.sockets;

import java.io.IOException;

/** An operation on a socket failed. It has no stack trace, because guests cause as many of them as they like. */
public final class SocketFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final SocketError error;

  public SocketFailure(SocketError error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  /** A failure for what an exception of a channel means. */
  public static SocketFailure of(IOException e) {
    return new SocketFailure(SocketError.of(e), String.valueOf(e.getMessage()));
  }

  /** The operation is not one of the socket's state. */
  static SocketFailure state(String expected) {
    return new SocketFailure(SocketError.INVALID_STATE, "expected " + expected);
  }

  /** Fails if an argument is not valid. */
  static void requireValid(boolean valid, String expected) throws SocketFailure {
    if (!valid) {
      throw new SocketFailure(SocketError.INVALID_ARGUMENT, "expected " + expected);
    }
  }

  /** Fails if an operation was started that is not finished. */
  static void requireNoneStarted(boolean finishing) throws SocketFailure {
    if (finishing) {
      throw new SocketFailure(SocketError.CONCURRENCY_CONFLICT, "another operation was started");
    }
  }

  /** Fails if there is nothing to finish. */
  static void requireStarted(boolean finishing) throws SocketFailure {
    if (!finishing) {
      throw new SocketFailure(SocketError.NOT_IN_PROGRESS, "no such operation was started");
    }
  }

  public SocketError error() {
    return error;
  }
}
