package radicchio.wasi.host.http;

/** {@code header-error}, in the order of WIT. 0.2 does not have the last one. */
public enum HeaderError {
  INVALID_SYNTAX,
  FORBIDDEN,
  IMMUTABLE,
  SIZE_EXCEEDED
}
