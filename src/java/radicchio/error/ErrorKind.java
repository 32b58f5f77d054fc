package radicchio.error;

import java.util.Locale;

/**
 * What went wrong, as a caller would tell errors apart: the value under {@code :radicchio/error} in the
 * data of every exception of Radicchio.
 */
public enum ErrorKind {
  /** Text that is not WIT. */
  PARSE,
  /** WIT whose names do not resolve. */
  RESOLVE,
  /** Bytes that are neither a core module nor a component. */
  MALFORMED,
  /** A module or component that breaks a rule of validation. */
  INVALID,
  /** A missing or mismatched import, or an export that is not there as it was asked for. */
  UNLINKABLE,
  /** A generated namespace and its component no longer agree. */
  DRIFT,
  /** A value that its type refuses, or a memory access from the host out of bounds. */
  ARGUMENT,
  /** The guest returned an error of its own. */
  WIT,
  /** The guest trapped, or is dead because it did. */
  TRAP,
  /** A limit of the options was reached, or one of what is read and run here at all. */
  LIMIT,
  /** The guest called a capability that was not granted. */
  DENIED,
  /** A call into an instance from one of its own host functions. */
  REENTERED,
  /** Use of an instance or handle that was closed or given away. */
  CLOSED,
  /** The guest asked to exit where that was not awaited. */
  EXIT,
  /** Options or configuration that say nothing sensible. */
  CONFIG;

  /** The name of the Clojure keyword, without its colon: {@code "malformed"}. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}
