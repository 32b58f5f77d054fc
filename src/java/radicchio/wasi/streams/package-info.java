/**
 * Streams of the host for guests: {@link radicchio.wasi.streams.HostInput} and {@link
 * radicchio.wasi.streams.HostOutput} end with an interrupt of the thread, whatever the stream does; {@link
 * radicchio.wasi.streams.StandardStreams} makes streams of what users give. Knows no version of WASI, no engine and
 * no Clojure.
 */
package radicchio.wasi.streams;
