/** What has the same form in {@code wasi:sockets} of every generation: addresses, options, and how functions are registered. */
package radicchio.wasi.host.sockets;
