package radicchio.wasi.streams;

import java.io.IOException;
import java.util.function.Supplier;
import radicchio.error.RadicchioException;

/** An object of the user threw something that is not ours to judge: its cause, which leaves as itself. */
public final class HostThrew extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HostThrew(Throwable cause) {
    super(null, cause, false, false);
  }

  /** Calls an object of the user. Its exceptions belong to the user. */
  public static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw new HostThrew(e);
    }
  }

  /**
   * Throws on what a stream of the user threw: failures of streams and our own exceptions as they are, anything else,
   * checked exceptions among them, as a cause.
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
