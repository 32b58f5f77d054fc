/**
 * {@code wasi:sockets} of WASI 0.2, on {@code wasi.sockets}: {@link
 * radicchio.wasi.p2.sockets.SocketsInterfaces} makes its interfaces for one instance. Streams and pollables are
 * children of their socket, and must be dropped before it.
 */
package radicchio.wasi.p2.sockets;
