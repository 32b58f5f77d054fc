package radicchio.error;

import clojure.lang.IExceptionInfo;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;

/**
 * What a host function throws to return {@code err} from a function whose type is a {@code result}. It has no
 * stack trace. Thrown anywhere else it is an exception like any other.
 */
public final class ErrException extends RuntimeException implements IExceptionInfo {
  private static final long serialVersionUID = 1L;

  private final transient Object payload;

  /** @param payload the value of {@code err}; null where it has none */
  public ErrException(Object payload) {
    super(null, null, false, false);
    this.payload = payload;
  }

  /** The payload as Clojure prints it, its beginning only. */
  @Override
  public String getMessage() {
    return "a host function's err: " + ForeignText.printed(payload);
  }

  public Object payload() {
    return payload;
  }

  /** {@code {:radicchio/error :wit, :wit/error payload}}. */
  @Override
  public IPersistentMap getData() {
    return PersistentArrayMap.EMPTY
        .assoc(Keyword.intern("radicchio", "error"), Keyword.intern(null, ErrorKind.WIT.keyword()))
        .assoc(Keyword.intern("wit", "error"), payload);
  }
}
