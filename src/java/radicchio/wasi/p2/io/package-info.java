/**
 * {@code wasi:io}: errors, pollables and streams, on the sources and sinks of {@code streams}. All waiting happens in
 * {@link radicchio.wasi.streams.Waiting}.
 */
package radicchio.wasi.p2.io;
