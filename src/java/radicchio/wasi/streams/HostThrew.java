package radicchio.wasi.streams;

import java.io.IOException;
import java.util.function.Supplier;
import radicchio.error.RadicchioException;

/** Thrown if an object of the user throws another exception. The cause leaves the call unchanged. */
public final class HostThrew extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HostThrew(Throwable cause) {
    super(null, cause, false, false);
  }

  /** Calls an object of the user, whose exceptions become causes of this one. */
  public static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    }
  }

  /**
   * Throws an exception of a user's stream: failures of streams and exceptions of this library unchanged, all others
   * as a cause.
   */
  static IOException thrown(Throwable thrown) {
    if (thrown instanceof IOException io) {
      return io;
    }
    if (thrown instanceof RadicchioException || thrown instanceof HostThrew) {
      throw (RuntimeException) thrown;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new HostThrew(thrown);
  }
}
