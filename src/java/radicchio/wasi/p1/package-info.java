/**
 * WASI preview 1: {@link radicchio.wasi.p1.Preview1} gives core modules the functions of {@value
 * radicchio.engine.Wasi#MODULE}, on the capabilities of {@code files} and {@code streams}. A file is a theme of the
 * specification. Pointers and lengths of guests are read by {@code GuestMemory} and {@code Buffers} alone.
 */
package radicchio.wasi.p1;
