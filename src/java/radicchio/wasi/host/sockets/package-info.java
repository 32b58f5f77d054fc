/** Addresses of {@code wasi:sockets}, which have the same form in every generation. */
package radicchio.wasi.host.sockets;
