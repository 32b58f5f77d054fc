/**
 * HTTP for guests: requests that they send and requests that they handle. It does not depend on a version of WASI.
 *
 * <p>{@link radicchio.wasi.http.HttpGrant} is the entrance for requests of guests: it has the allowed origins and the
 * {@link radicchio.wasi.http.HttpSender}. {@link radicchio.wasi.http.HttpLibrary} is the entrance of the library that
 * implements HTTP. Only {@code radicchio.wasi.http.jetty} uses that library. Bodies are {@link
 * radicchio.wasi.http.BodySource}s: bytes, and then trailers. A guest writes a {@link radicchio.wasi.http.BodyPipe}.
 */
package radicchio.wasi.http;
