/**
 * TCP, UDP and name lookup for guests with a granted network, for every version of WASI. {@link
 * radicchio.wasi.sockets.Network} is the network of one instance. It makes sockets and lookups. Their operations do
 * not wait, and throw {@link radicchio.wasi.sockets.channel.SocketFailure}. This package and its subpackages do not depend on a
 * version of WASI, the engine or Clojure. The hosts of WASI call them. They use only the JDK and {@code wasi.streams}.
 *
 * <p>{@code tcp} and {@code udp} are the sockets, {@code channel} is what both use, {@code grant} is what a guest may reach. Names
 * are looked up here, on separate threads.
 */
package radicchio.wasi.sockets;
