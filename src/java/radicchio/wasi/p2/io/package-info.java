/**
 * {@code wasi:io}: errors, pollables and streams, on {@code streams}' sources and sinks. Whatever waits does so in
 * {@link radicchio.wasi.streams.Waiting}.
 */
package radicchio.wasi.p2.io;
