/**
 * UDP. A {@link radicchio.wasi.sockets.udp.UdpSocket} sends and receives {@link radicchio.wasi.sockets.udp.Datagram}s, for WASI 0.2
 * by {@link radicchio.wasi.sockets.udp.DatagramStreams}.
 */
package radicchio.wasi.sockets.udp;
