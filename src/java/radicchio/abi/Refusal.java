package radicchio.abi;

import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A host value was refused by a reader, on its way out to {@link CanonicalFunction}, which turns it into a
 * {@link RadicchioException}. It has no stack trace of its own and never leaves this library.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_PATH = 1_000;

  private final ErrorKind kind;
  private final String limit;
  private final String path;

  private Refusal(ErrorKind kind, String limit, String path, String message, Throwable cause) {
    super(message, cause, false, false);
    this.kind = kind;
    this.limit = limit;
    this.path = path;
  }

  /** A value that its type refuses: {@link ErrorKind#ARGUMENT}. */
  public static Refusal of(String message) {
    return new Refusal(ErrorKind.ARGUMENT, "", "", message, null);
  }

  /** A refusal of another kind: {@link ErrorKind#CLOSED} for a handle that is no longer there. */
  public static Refusal of(ErrorKind kind, String message) {
    return new Refusal(kind, "", "", message, null);
  }

  /** A value for which a limit was reached: {@link ErrorKind#LIMIT}, its name under {@code :limit}. */
  static Refusal ofLimit(String limit, String message, Throwable cause) {
    return new Refusal(ErrorKind.LIMIT, limit, "", message, cause);
  }

  /** A value that threw when it was looked at, as a lazy sequence may. */
  public static Refusal of(String message, Throwable cause) {
    return new Refusal(ErrorKind.ARGUMENT, "", "", message, cause);
  }

  /** This refusal, seen from one step further out: {@code ".pixels"}, {@code "[3]"}. */
  public Refusal within(String step) {
    return new Refusal(kind, limit, step + path, getMessage(), getCause());
  }

  /** {@code "image.pixels[3]: expected …"}, the path also under {@code :path}. */
  RadicchioException exception(String root) {
    String whole = root + path;
    RadicchioException refused =
        RadicchioException.of(
                kind, ForeignText.escaped(whole, LONGEST_PATH) + ": " + getMessage(), getCause())
            .with("path", whole);
    return kind == ErrorKind.LIMIT ? refused.withKeyword("limit", limit) : refused;
  }
}
