package radicchio.error;

import clojure.lang.IExceptionInfo;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;

/**
 * A host function throws this exception to return {@code err} from a function whose type is a {@code result}. It has no
 * stack trace. Elsewhere it is an ordinary exception.
 */
public final class ErrException extends RuntimeException implements IExceptionInfo {
  private static final long serialVersionUID = 1L;

  private final transient Object payload;

  /** @param payload the value of {@code err}; null if it has none */
  public ErrException(Object payload) {
    super(null, null, false, false);
    this.payload = payload;
  }

  /** Returns the start of the payload, as Clojure prints it. */
  @Override
  public String getMessage() {
    return "a host function's err: " + ForeignText.printed(payload);
  }

  public Object payload() {
    return payload;
  }

  /** Returns {@code {:radicchio/error :wit, :wit/error payload}}. */
  @Override
  public IPersistentMap getData() {
    return PersistentArrayMap.EMPTY
        .assoc(Keyword.intern("radicchio", "error"), Keyword.intern(null, ErrorKind.WIT.keyword()))
        .assoc(Keyword.intern("wit", "error"), payload);
  }
}
