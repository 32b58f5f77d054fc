package radicchio.wasi.p2.http;

/** {@code header-error}, in the order of WIT. */
enum HeaderError {
  INVALID_SYNTAX,
  FORBIDDEN,
  IMMUTABLE
}
