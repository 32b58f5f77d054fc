/**
 * TCP, UDP and name lookup for guests with a granted network, for every version of WASI. {@link
 * radicchio.wasi.sockets.Network} is the network of one instance. It makes sockets and lookups. Their operations do
 * not wait, and throw {@link radicchio.wasi.sockets.SocketFailure}. This package does not depend on a version of
 * WASI, the engine or Clojure. The hosts of WASI call it. It uses only the JDK and {@code wasi.streams}.
 *
 * <p>All channels are non-blocking. {@code ChannelSelector} is the only thread of the JVM that waits for them. Names
 * are looked up on other threads. {@code Permissions} checks operations against the {@link
 * radicchio.wasi.sockets.NetworkGrant}. {@code OpenSockets} limits and closes the sockets of an instance.
 */
package radicchio.wasi.sockets;
