/**
 * Streams of the host for guests. An interrupt of the thread ends waiting for {@link
 * radicchio.wasi.streams.HostInput} and {@link radicchio.wasi.streams.HostOutput}, even if the stream itself does not
 * react. {@link radicchio.wasi.streams.StandardStreams} makes streams of the values that users pass. This package does
 * not depend on a version of WASI, the engine or Clojure.
 */
package radicchio.wasi.streams;
