/**
 * HTTP for guests: requests that they send and requests that they answer. Knows no version of WASI.
 *
 * <p>{@link radicchio.wasi.http.HttpGrant} is the door for requests of guests: it holds the origins that are allowed
 * and the {@link radicchio.wasi.http.HttpSender} that sends. {@link radicchio.wasi.http.HttpLibrary} is the door to
 * the library that speaks HTTP; {@code radicchio.wasi.http.jetty} is the one package that names it. Bodies are {@link
 * radicchio.wasi.http.BodySource}s: bytes and, after their end, trailers. {@link radicchio.wasi.http.BodyPipe} is one
 * that a guest writes.
 */
package radicchio.wasi.http;
