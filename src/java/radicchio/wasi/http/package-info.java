/**
 * HTTP for guests: requests that they send and requests that they handle. It does not depend on a version of WASI.
 *
 * <p>Here are fields, errors and bodies. Bodies are {@link radicchio.wasi.http.BodySource}s: bytes, and then trailers. A guest
 * writes a {@link radicchio.wasi.http.BodyPipe}. Requests of guests are in {@code client}. {@code library} is the boundary to
 * the library that implements HTTP; only {@code jetty} uses that.
 */
package radicchio.wasi.http;
