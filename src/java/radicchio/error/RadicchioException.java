package radicchio.error;

import clojure.lang.IExceptionInfo;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentVector;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The exception that Radicchio throws for every error. Its message states what was expected, what came, and where. Its
 * data ({@code ex-data}) is a map whose {@code :radicchio/error} is one of {@link ErrorKind}. The message is bounded and
 * contains no control character except the line feed. The data has the values unchanged.
 *
 * <p>Instances are immutable, except for what {@link Throwable} allows to add and for {@link #attachStandardError}. They
 * may cross threads.
 */
public final class RadicchioException extends RuntimeException implements IExceptionInfo {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 32_768;
  private static final Keyword KIND = Keyword.intern("radicchio", "error");

  private static final Keyword STANDARD_ERROR = Keyword.intern("stderr");
  private static final int LONGEST_SHOWN = 1000;

  private final ErrorKind kind;
  private final transient IPersistentMap data;

  /** What the guest last wrote to standard error; empty if that is not known. */
  private volatile String standardError = "";

  private RadicchioException(ErrorKind kind, String message, IPersistentMap data, Throwable cause) {
    super(Escapes.lines(message, LONGEST_MESSAGE), cause);
    this.kind = Objects.requireNonNull(kind);
    this.data = data.assoc(KIND, Keyword.intern(null, kind.keyword()));
  }

  /** Makes an error with no data except its kind. */
  public static RadicchioException of(ErrorKind kind, String message) {
    return new RadicchioException(kind, message, PersistentArrayMap.EMPTY, null);
  }

  /** Makes an error with the given cause. */
  public static RadicchioException of(ErrorKind kind, String message, Throwable cause) {
    return new RadicchioException(kind, message, PersistentArrayMap.EMPTY, cause);
  }

  /**
   * Makes an error with Clojure data.
   *
   * @param data a persistent map; its {@code :radicchio/error} is set to {@code kind}
   */
  public static RadicchioException of(
      ErrorKind kind, String message, Map<?, ?> data, Throwable cause) {
    return new RadicchioException(kind, message, (IPersistentMap) data, cause);
  }

  /**
   * Returns this error with an additional entry in its data. Message, cause, suppressed exceptions and stack are kept.
   *
   * @param key the keyword's name, {@code "offset"} or {@code "wit/name"}
   * @param value a value that Clojure prints well: a String, a boxed number, or Clojure data; a list becomes a
   *     vector
   */
  public RadicchioException with(String key, Object value) {
    Object shown =
        value instanceof List<?> list && !(value instanceof IPersistentCollection)
            ? PersistentVector.create(list)
            : value;
    RadicchioException more =
        new RadicchioException(
            kind, ownMessage(), data.assoc(Keyword.intern(key), shown), getCause());
    more.standardError = standardError;
    more.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      more.addSuppressed(suppressed);
    }
    return more;
  }

  /** Returns this error with an additional entry whose value is a keyword of the given name. */
  public RadicchioException withKeyword(String key, String keywordName) {
    return with(key, Keyword.intern(keywordName));
  }

  public ErrorKind kind() {
    return kind;
  }

  /** Tests whether the kind ends a guest, which may have written the reason to standard error. */
  private boolean endsGuest() {
    return kind == ErrorKind.TRAP
        || kind == ErrorKind.LIMIT
        || kind == ErrorKind.EXIT
        || kind == ErrorKind.DENIED;
  }

  /**
   * Adds the last output of the guest to standard error. The message's second line has its end, and the data has all of
   * it under {@code :stderr}. Ignored after the first time, for a kind that does not end a guest, and for a blank text.
   */
  public void attachStandardError(String text) {
    if (endsGuest() && standardError.isEmpty() && !text.isBlank()) {
      standardError = text;
    }
  }

  /** Returns the message without the output of the guest. */
  public String ownMessage() {
    return super.getMessage();
  }

  @Override
  public String getMessage() {
    String own = ownMessage();
    String written = standardError.strip();
    if (written.isEmpty()) {
      return own;
    }
    int from = Math.max(0, written.length() - LONGEST_SHOWN);
    String second =
        "\n  on standard error: "
            + (from > 0 ? "…" : "")
            + Escapes.escaped(written.substring(from), LONGEST_SHOWN);
    int first = own.indexOf('\n');
    return first < 0 ? own + second : own.substring(0, first) + second + own.substring(first);
  }

  /** Returns the data for {@code ex-data}; never null. */
  @Override
  public IPersistentMap getData() {
    return standardError.isEmpty() ? data : data.assoc(STANDARD_ERROR, standardError);
  }
}
