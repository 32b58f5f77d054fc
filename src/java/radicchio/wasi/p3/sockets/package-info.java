/**
 * {@code wasi:sockets} of WASI 0.3, on {@code wasi.sockets}: {@link
 * radicchio.wasi.p3.sockets.SocketTypesInterface} has the sockets, {@link radicchio.wasi.p3.sockets.NameInterface} the names.
 */
package radicchio.wasi.p3.sockets;
