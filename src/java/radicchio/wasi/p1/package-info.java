/**
 * WASI preview 1: {@link radicchio.wasi.p1.Preview1} supplies core modules with the functions of {@value
 * radicchio.engine.Wasi#MODULE}, with the capabilities of {@code files} and {@code streams}. Each file covers a topic of
 * the specification. Only {@code GuestMemory} and {@code Buffers} read pointers and lengths of guests.
 */
package radicchio.wasi.p1;
