/**
 * TCP. A {@link radicchio.wasi.sockets.tcp.TcpSocket} listens or is connected. A connection has two {@link
 * radicchio.wasi.sockets.tcp.TcpStreams}.
 */
package radicchio.wasi.sockets.tcp;
