package radicchio.abi.value;

import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A reader refuses a host value. {@link radicchio.abi.CanonicalFunction} catches it and makes a {@link RadicchioException} of it. It has
 * no stack trace and never leaves this library.
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

  /** Makes the refusal of a value that does not fit its type: {@link ErrorKind#ARGUMENT}. */
  public static Refusal of(String message) {
    return new Refusal(ErrorKind.ARGUMENT, "", "", message, null);
  }

  /** Makes a refusal of another kind, such as {@link ErrorKind#CLOSED} for a closed handle. */
  public static Refusal of(ErrorKind kind, String message) {
    return new Refusal(kind, "", "", message, null);
  }

  /** Makes the refusal of a value that reaches a limit: {@link ErrorKind#LIMIT}, with its name under {@code :limit}. */
  static Refusal ofLimit(String limit, String message, Throwable cause) {
    return new Refusal(ErrorKind.LIMIT, limit, "", message, cause);
  }

  /** Makes the refusal of a value that threw while it was read, such as a lazy sequence. */
  public static Refusal of(String message, Throwable cause) {
    return new Refusal(ErrorKind.ARGUMENT, "", "", message, cause);
  }

  /** Returns this refusal as seen from the next outer step of the path: {@code ".pixels"}, {@code "[3]"}. */
  public Refusal within(String step) {
    return new Refusal(kind, limit, step + path, getMessage(), getCause());
  }

  /** Returns the exception: {@code "image.pixels[3]: expected …"}, with the path also under {@code :path}. */
  public RadicchioException exception(String root) {
    String whole = root + path;
    RadicchioException refused =
        RadicchioException.of(
                kind, ForeignText.escaped(whole, LONGEST_PATH) + ": " + getMessage(), getCause())
            .with("path", whole);
    return kind == ErrorKind.LIMIT ? refused.withKeyword("limit", limit) : refused;
  }
}
