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
 * <p>Instances are immutable but for what {@link Throwable} lets be added, and may cross threads.
 */
public final class RadicchioException extends RuntimeException implements IExceptionInfo {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 32_768;
  private static final Keyword KIND = Keyword.intern("radicchio", "error");

  private final ErrorKind kind;
  private final transient IPersistentMap data;

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
            kind, getMessage(), data.assoc(Keyword.intern(key), shown), getCause());
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

  /** The data of {@code ex-data}; never null. */
  @Override
  public IPersistentMap getData() {
    return data;
  }
}
