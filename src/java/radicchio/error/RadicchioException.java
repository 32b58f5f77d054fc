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
 * Every exception that Radicchio throws on purpose. Its message says what was expected, what came, and
 * where; its data ({@code ex-data}) is a map whose {@code :radicchio/error} is one of {@link ErrorKind}. Its message
 * has no control character but the line feed, and a bound; its data has what came as it came.
 *
 * <p>Instances are immutable but for what {@link Throwable} lets be added, and {@link #attachStandardError}; they may
 * cross threads.
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
    super(ForeignText.lines(message, LONGEST_MESSAGE), cause);
    this.kind = Objects.requireNonNull(kind);
    this.data = data.assoc(KIND, Keyword.intern(null, kind.keyword()));
  }

  /** An error without data but its kind. */
  public static RadicchioException of(ErrorKind kind, String message) {
    return new RadicchioException(kind, message, PersistentArrayMap.EMPTY, null);
  }

  /** An error with the given cause. */
  public static RadicchioException of(ErrorKind kind, String message, Throwable cause) {
    return new RadicchioException(kind, message, PersistentArrayMap.EMPTY, cause);
  }

  /**
   * An error with data, for callers that hold Clojure data already.
   *
   * @param data a persistent map; its {@code :radicchio/error} is set to {@code kind}
   */
  public static RadicchioException of(
      ErrorKind kind, String message, Map<?, ?> data, Throwable cause) {
    return new RadicchioException(kind, message, (IPersistentMap) data, cause);
  }

  /**
   * This error with one entry more in its data, its message, cause, suppressed exceptions and stack kept.
   *
   * @param key the keyword's name, {@code "offset"} or {@code "wit/name"}
   * @param value a value that Clojure prints well: a String, a boxed number, or data made by Clojure; a list
   *     becomes a vector
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

  /** This error with an entry whose value is a keyword of the given name. */
  public RadicchioException withKeyword(String key, String keywordName) {
    return with(key, Keyword.intern(keywordName));
  }

  public ErrorKind kind() {
    return kind;
  }

  /** Whether a guest that ended so may have said why on standard error. */
  private boolean endsGuest() {
    return kind == ErrorKind.TRAP
        || kind == ErrorKind.LIMIT
        || kind == ErrorKind.EXIT
        || kind == ErrorKind.DENIED;
  }

  /**
   * Adds what the guest last wrote to standard error: the end of it is in the message's second line, all of it in the
   * data under {@code :stderr}. Only the first time, of what ends a guest, and if the text is not blank.
   */
  public void attachStandardError(String text) {
    if (endsGuest() && standardError.isEmpty() && !text.isBlank()) {
      standardError = text;
    }
  }

  /** The message without what the guest wrote. */
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
            + ForeignText.escaped(written.substring(from), LONGEST_SHOWN);
    int first = own.indexOf('\n');
    return first < 0 ? own + second : own.substring(0, first) + second + own.substring(first);
  }

  /** The data of {@code ex-data}; never null. */
  @Override
  public IPersistentMap getData() {
    return standardError.isEmpty() ? data : data.assoc(STANDARD_ERROR, standardError);
  }
}
