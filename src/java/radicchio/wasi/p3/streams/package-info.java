/**
 * The streams of WASI 0.3 on those of the host: {@link radicchio.wasi.p3.streams.GivenBytes} gives a guest the bytes of a
 * source, and {@link radicchio.wasi.p3.streams.Pump} writes a guest's bytes to a sink. Neither waits on a thread.
 */
package radicchio.wasi.p3.streams;
