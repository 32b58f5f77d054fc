package radicchio.error;

import java.util.Locale;

/**
 * The kind of an error, for callers: the value under {@code :radicchio/error} in the data of every exception of
 * Radicchio.
 */
public enum ErrorKind {
  /** A text that is not WIT. */
  PARSE,
  /** WIT with unresolved names. */
  RESOLVE,
  /** Bytes that are neither a core module nor a component. */
  MALFORMED,
  /** A module or component that breaks a rule of validation. */
  INVALID,
  /** A missing or mismatched import, or an export that is missing or has another type than requested. */
  UNLINKABLE,
  /** A generated namespace and its component do not agree. */
  DRIFT,
  /** A value that does not fit its type, or a memory access of the host that is out of bounds. */
  ARGUMENT,
  /** The guest returned an error. */
  WIT,
  /** The guest trapped, or is dead after a trap. */
  TRAP,
  /** A limit was reached, one of the options or a fixed one. */
  LIMIT,
  /** The guest called a capability that was not granted. */
  DENIED,
  /** A host function called the instance that called it. */
  REENTERED,
  /** An instance or handle was used after it was closed or given away. */
  CLOSED,
  /** The guest asked to exit in a call that does not expect it. */
  EXIT,
  /** Invalid options or configuration. */
  CONFIG;

  /** Returns the name of the Clojure keyword, without its colon: {@code "malformed"}. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
