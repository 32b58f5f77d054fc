/**
 * The parts of {@code wasi:sockets} that are the same in every generation: addresses, options, and the registration of
 * functions.
 */
package radicchio.wasi.host.sockets;
